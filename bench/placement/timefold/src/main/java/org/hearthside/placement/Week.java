package org.hearthside.placement;

import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import java.util.ArrayList;
import java.util.List;

/** The question and its answer. */
@PlanningSolution
public class Week {
    Facts facts;

    @PlanningEntityCollectionProperty
    List<Unit> units = new ArrayList<>();

    @PlanningEntityCollectionProperty
    @ValueRangeProvider(id = "slots")
    List<Slot> slots = new ArrayList<>();

    @ValueRangeProvider(id = "sessions")
    List<Session> sessions = new ArrayList<>();

    @ValueRangeProvider(id = "facilitators")
    List<Facilitator> facilitators = new ArrayList<>();

    @PlanningScore
    HardSoftLongScore score;

    public Week() {
    }

    public HardSoftLongScore getScore() {
        return score;
    }

    public void setScore(HardSoftLongScore score) {
        this.score = score;
    }
}
