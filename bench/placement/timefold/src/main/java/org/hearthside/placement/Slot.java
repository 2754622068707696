package org.hearthside.placement;

import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.lookup.PlanningId;
import ai.timefold.solver.core.api.domain.variable.InverseRelationShadowVariable;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import java.util.ArrayList;
import java.util.List;

/** Room for one cohort: which session it holds and who helps. A second facilitator costs nothing while none is needed. */
@PlanningEntity
public class Slot {
    @PlanningId
    int index;

    @PlanningVariable(valueRangeProviderRefs = "sessions", allowsUnassigned = true)
    Session session;

    @PlanningVariable(valueRangeProviderRefs = "facilitators", allowsUnassigned = true)
    Facilitator second;

    @InverseRelationShadowVariable(sourceVariableName = "slot")
    List<Unit> members = new ArrayList<>();

    public Slot() {
    }

    Slot(int index) {
        this.index = index;
    }

    public Session getSession() {
        return session;
    }

    public void setSession(Session session) {
        this.session = session;
    }

    public Facilitator getSecond() {
        return second;
    }

    public void setSecond(Facilitator second) {
        this.second = second;
    }

    public List<Unit> getMembers() {
        return members;
    }

    public void setMembers(List<Unit> members) {
        this.members = members;
    }

    boolean isOpen() {
        return session != null && !members.isEmpty();
    }

    int people() {
        int count = 0;
        for (Unit unit : members) {
            count += unit.people;
        }
        return count;
    }
}
