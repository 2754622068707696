package org.hearthside.placement;

import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.config.heuristic.selector.common.SelectionOrder;
import ai.timefold.solver.core.config.heuristic.selector.entity.EntitySelectorConfig;
import ai.timefold.solver.core.config.heuristic.selector.move.MoveSelectorConfig;
import ai.timefold.solver.core.config.heuristic.selector.move.composite.UnionMoveSelectorConfig;
import ai.timefold.solver.core.config.heuristic.selector.move.factory.MoveIteratorFactoryConfig;
import ai.timefold.solver.core.config.heuristic.selector.move.generic.ChangeMoveSelectorConfig;
import ai.timefold.solver.core.config.heuristic.selector.move.generic.SwapMoveSelectorConfig;
import ai.timefold.solver.core.config.heuristic.selector.value.ValueSelectorConfig;
import ai.timefold.solver.core.config.localsearch.LocalSearchPhaseConfig;
import ai.timefold.solver.core.config.localsearch.decider.acceptor.LocalSearchAcceptorConfig;
import ai.timefold.solver.core.config.localsearch.decider.forager.LocalSearchForagerConfig;
import ai.timefold.solver.core.config.score.director.ScoreDirectorFactoryConfig;
import ai.timefold.solver.core.config.solver.EnvironmentMode;
import ai.timefold.solver.core.config.solver.SolverConfig;
import ai.timefold.solver.core.config.solver.termination.TerminationConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** roster.txt answer.txt seconds seed lateAcceptance sessionsEach */
public final class Main {
    public static void main(String[] arguments) throws Exception {
        long began = System.nanoTime();
        double seconds = Double.parseDouble(arguments[2]);
        long seed = Long.parseLong(arguments[3]);
        int late = Integer.parseInt(arguments[4]);
        Week week = Reader.read(Path.of(arguments[0]), Integer.parseInt(arguments[5]));
        Seeding.fill(week);
        double spent = (System.nanoTime() - began) / 1e9;
        SolverConfig config = new SolverConfig()
                .withSolutionClass(Week.class)
                .withEntityClasses(Unit.class, Slot.class)
                .withRandomSeed(seed)
                .withEnvironmentMode(EnvironmentMode.NO_ASSERT)
                .withScoreDirectorFactory(new ScoreDirectorFactoryConfig()
                        .withIncrementalScoreCalculatorClass(Points.class))
                .withTerminationConfig(end(seconds - spent))
                .withPhases(new LocalSearchPhaseConfig()
                        .withMoveSelectorConfig(new UnionMoveSelectorConfig().withMoveSelectorList(moves()))
                        .withAcceptorConfig(new LocalSearchAcceptorConfig().withLateAcceptanceSize(late))
                        .withForagerConfig(new LocalSearchForagerConfig().withAcceptedCountLimit(1)));
        Week best = SolverFactory.<Week>create(config).buildSolver().solve(week);
        Files.write(Path.of(arguments[1]), answer(best));
        System.out.println(best.score + " in " + (System.nanoTime() - began) / 1_000_000 + " ms");
    }

    /** After the seconds left; when tuning (-Dmoves=1000000), after that many moves, so that a busy machine is no judge. */
    private static TerminationConfig end(double seconds) {
        long moves = Long.getLong("moves", 0);
        return moves > 0
                ? new TerminationConfig().withMoveCountLimit(moves)
                : new TerminationConfig().withSpentLimit(Duration.ofMillis(Math.max(200, (long) (1000 * seconds))));
    }

    private static List<MoveSelectorConfig> moves() {
        ChangeMoveSelectorConfig join = new ChangeMoveSelectorConfig()
                .withEntitySelectorConfig(new EntitySelectorConfig(Unit.class))
                .withFilterClass(JoinFilter.class)
                .withFixedProbabilityWeight(Double.parseDouble(System.getProperty("join", "8")));
        SwapMoveSelectorConfig swap = new SwapMoveSelectorConfig()
                .withEntitySelectorConfig(new EntitySelectorConfig(Unit.class))
                .withFilterClass(SwapFilter.class)
                .withFixedProbabilityWeight(Double.parseDouble(System.getProperty("swap", "4")));
        ChangeMoveSelectorConfig session = new ChangeMoveSelectorConfig()
                .withEntitySelectorConfig(new EntitySelectorConfig(Slot.class))
                .withValueSelectorConfig(new ValueSelectorConfig("session"))
                .withFilterClass(SessionFilter.class)
                .withFixedProbabilityWeight(1.0);
        ChangeMoveSelectorConfig second = new ChangeMoveSelectorConfig()
                .withEntitySelectorConfig(new EntitySelectorConfig(Slot.class))
                .withValueSelectorConfig(new ValueSelectorConfig("second"))
                .withFilterClass(SecondFilter.class)
                .withFixedProbabilityWeight(1.0);
        MoveIteratorFactoryConfig open = new MoveIteratorFactoryConfig()
                .withMoveIteratorFactoryClass(OpenCohort.class)
                .withFixedProbabilityWeight(Double.parseDouble(System.getProperty("open", "1")));
        List<MoveSelectorConfig> all = new ArrayList<>(List.of(join, swap, session, second, open));
        all.forEach(move -> move.setSelectionOrder(SelectionOrder.RANDOM));
        return all;
    }

    /** One line per cohort: plan, day combination, start, lead, second or -1, units. */
    private static List<String> answer(Week week) {
        List<String> lines = new ArrayList<>();
        if (!week.score.isFeasible()) {
            return lines;
        }
        for (Slot slot : week.slots) {
            if (slot.isOpen()) {
                Session at = slot.session;
                int needed = week.facts.plans[at.plan].second[slot.people()];
                StringBuilder line = new StringBuilder(at.plan + " " + at.combo + " " + at.start + " " + at.lead.index
                        + " " + (needed < 0 ? -1 : slot.second.index));
                slot.members.forEach(unit -> line.append(' ').append(unit.index));
                lines.add(line.toString());
            }
        }
        return lines;
    }
}
