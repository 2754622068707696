package org.hearthside.placement;

import ai.timefold.solver.core.api.score.director.ScoreDirector;
import ai.timefold.solver.core.impl.heuristic.move.AbstractMove;
import java.util.Collection;
import java.util.List;

/** Give one slot a session and a second facilitator, and seat these units in it, in one move. */
final class Reseat extends AbstractMove<Week> {
    private final Slot slot;
    private final Session session;
    private final Facilitator second;
    private final List<Unit> out, in;

    Reseat(Slot slot, Session session, Facilitator second, List<Unit> out, List<Unit> in) {
        this.slot = slot;
        this.session = session;
        this.second = second;
        this.out = out;
        this.in = in;
    }

    @Override
    public boolean isMoveDoable(ScoreDirector<Week> director) {
        return !in.isEmpty();
    }

    @Override
    protected void doMoveOnGenuineVariables(ScoreDirector<Week> director) {
        for (Unit unit : out) {
            if (!in.contains(unit)) {
                seat(director, unit, null);
            }
        }
        director.beforeVariableChanged(slot, "session");
        slot.session = session;
        director.afterVariableChanged(slot, "session");
        director.beforeVariableChanged(slot, "second");
        slot.second = second;
        director.afterVariableChanged(slot, "second");
        for (Unit unit : in) {
            if (unit.slot != slot) {
                seat(director, unit, slot);
            }
        }
    }

    /** The same before solving starts, when nobody needs to be told of changes. */
    void begin() {
        slot.session = session;
        slot.second = second;
        for (Unit unit : in) {
            if (unit.slot != null) {
                unit.slot.members.remove(unit);
            }
            unit.slot = slot;
            slot.members.add(unit);
        }
    }

    private static void seat(ScoreDirector<Week> director, Unit unit, Slot where) {
        director.beforeVariableChanged(unit, "slot");
        unit.slot = where;
        director.afterVariableChanged(unit, "slot");
    }

    @Override
    public Reseat rebase(ScoreDirector<Week> director) {
        return new Reseat(director.lookUpWorkingObject(slot), session, second,
                rebaseList(out, director), rebaseList(in, director));
    }

    @Override
    public Collection<?> getPlanningEntities() {
        return in;
    }

    @Override
    public Collection<?> getPlanningValues() {
        return List.of(slot);
    }
}
