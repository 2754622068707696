package org.hearthside.placement;

import ai.timefold.solver.core.api.score.director.ScoreDirector;
import ai.timefold.solver.core.impl.heuristic.selector.common.decorator.SelectionFilter;
import ai.timefold.solver.core.impl.heuristic.selector.move.generic.ChangeMove;

/** Keeps those changes of a unit's slot that seat it where it fits, or send it waiting from a cohort that can spare it. */
public final class JoinFilter implements SelectionFilter<Week, ChangeMove<Week>> {
    @Override
    public boolean accept(ScoreDirector<Week> director, ChangeMove<Week> move) {
        Facts facts = director.getWorkingSolution().facts;
        Unit unit = (Unit) move.getEntity();
        Slot to = (Slot) move.getToPlanningValue();
        if (to == unit.slot || unit.slot != null && !Fits.mayLeave(unit, facts)) {
            return false;
        }
        return to == null ? unit.slot != null : Fits.may(unit, to, null, facts);
    }
}
