package org.hearthside.placement;

import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.lookup.PlanningId;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;

/** A person, or a couple that stays together; waits while its slot is null. */
@PlanningEntity
public class Unit {
    @PlanningId
    int index;
    int people;
    long base, states, languages, focus;
    int track;
    int wishSmall, wishModerate, wishWoman, wishMan;
    int[] timeWish, zone;
    long[] free;      // by day combination: start bits
    int[] apart;      // units it may not share a cohort with
    int[] sessions;   // sessions it could sit in

    @PlanningVariable(valueRangeProviderRefs = "slots", allowsUnassigned = true)
    Slot slot;

    public Unit() {
    }

    public Slot getSlot() {
        return slot;
    }

    public void setSlot(Slot slot) {
        this.slot = slot;
    }

    boolean isFree(Session session) {
        return (free[session.combo] >>> session.start & 1) != 0;
    }

    boolean isApartFrom(Unit other) {
        for (int a : apart) {
            if (a == other.index) {
                return true;
            }
        }
        return false;
    }
}
