package org.hearthside.placement;

import ai.timefold.solver.core.api.score.director.ScoreDirector;
import ai.timefold.solver.core.impl.heuristic.selector.common.decorator.SelectionFilter;
import ai.timefold.solver.core.impl.heuristic.selector.move.generic.SwapMove;

/** Keeps those swaps after which both units sit where they fit, or one waits. */
public final class SwapFilter implements SelectionFilter<Week, SwapMove<Week>> {
    @Override
    public boolean accept(ScoreDirector<Week> director, SwapMove<Week> move) {
        Facts facts = director.getWorkingSolution().facts;
        Unit left = (Unit) move.getLeftEntity(), right = (Unit) move.getRightEntity();
        return left.slot != right.slot
                && (right.slot == null || Fits.may(left, right.slot, right, facts))
                && (left.slot == null || Fits.may(right, left.slot, left, facts));
    }
}
