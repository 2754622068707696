package org.hearthside.placement;

import ai.timefold.solver.core.api.score.director.ScoreDirector;
import ai.timefold.solver.core.impl.heuristic.selector.common.decorator.SelectionFilter;
import ai.timefold.solver.core.impl.heuristic.selector.move.generic.ChangeMove;

/** Keeps those changes of an open slot's second facilitator to somebody its members may be treated by, at that time. */
public final class SecondFilter implements SelectionFilter<Week, ChangeMove<Week>> {
    @Override
    public boolean accept(ScoreDirector<Week> director, ChangeMove<Week> move) {
        Facts facts = director.getWorkingSolution().facts;
        Slot slot = (Slot) move.getEntity();
        Facilitator to = (Facilitator) move.getToPlanningValue();
        if (to == null || !slot.isOpen() || to == slot.session.lead || to == slot.second) {
            return false;
        }
        int[] needed = facts.plans[slot.session.plan].second;
        int size = Math.min(slot.people(), facts.cap);
        while (size < facts.cap && needed[size] < 0) {
            size++;   // whoever may help later is worth having: until then it costs nothing
        }
        int set = needed[size];
        if (set >= 0 && !to.isFree(set, slot.session.combo, slot.session.start)
                || (to.tracks >>> slot.members.get(0).track & 1) == 0) {
            return false;
        }
        long languages = to.languages & slot.session.lead.languages;
        for (Unit unit : slot.members) {
            languages &= unit.languages;
            if ((unit.states & ~to.states) != 0) {
                return false;
            }
        }
        return languages != 0;
    }
}
