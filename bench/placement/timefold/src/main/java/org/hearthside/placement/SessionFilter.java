package org.hearthside.placement;

import ai.timefold.solver.core.api.score.director.ScoreDirector;
import ai.timefold.solver.core.impl.heuristic.selector.common.decorator.SelectionFilter;
import ai.timefold.solver.core.impl.heuristic.selector.move.generic.ChangeMove;

/** Keeps those changes of an open slot's session that all its members could follow. */
public final class SessionFilter implements SelectionFilter<Week, ChangeMove<Week>> {
    @Override
    public boolean accept(ScoreDirector<Week> director, ChangeMove<Week> move) {
        Slot slot = (Slot) move.getEntity();
        Session to = (Session) move.getToPlanningValue();
        if (to == null || to == slot.session || slot.members.isEmpty()) {
            return false;
        }
        long languages = to.lead.languages;
        for (Unit unit : slot.members) {
            languages &= unit.languages;
            if (!unit.isFree(to) || (unit.states & ~to.lead.states) != 0) {
                return false;
            }
        }
        return languages != 0 && (to.lead.tracks >>> slot.members.get(0).track & 1) != 0;
    }
}
