package org.hearthside.placement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.StringTokenizer;

/** Reads the roster as whole numbers in the order in which export.py writes them, and lists the sessions worth having. */
final class Reader {
    private final StringTokenizer text;
    private final Week week = new Week();
    private final Facts facts = new Facts();
    private int zones;

    private Reader(String text) {
        this.text = new StringTokenizer(text);
    }

    static Week read(Path file, int sessionsEach) throws IOException {
        Reader reader = new Reader(Files.readString(file));
        reader.facts();
        reader.facilitators();
        reader.units();
        reader.sessions(sessionsEach);
        return reader.week;
    }

    private long next() {
        return Long.parseLong(text.nextToken());
    }

    private int number() {
        return (int) next();
    }

    private int[] numbers(int count) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = number();
        }
        return values;
    }

    private void facts() {
        week.facts = facts;
        facts.cap = number();
        facts.least = number();
        facts.buffer = number();
        facts.starts = number();
        facts.focus = next();
        facts.gender = next();
        facts.size = next();
        facts.small = next();
        facts.staffMinute = next();
        facts.time = next();
        facts.load = next();
        facts.plans = new Plan[number()];
        int combos = number();
        facts.comboPlan = new int[combos];
        facts.comboDays = new int[combos][];
        for (int p = 0, c = 0; p < facts.plans.length; p++) {
            Plan plan = facts.plans[p] = new Plan();
            plan.days = number();
            plan.lead = number();
            plan.second = numbers(facts.cap + 1);
            plan.staffMinutes = numbers(facts.cap + 1);
            plan.firstCombo = c;
            plan.combos = number();
            for (int i = 0; i < plan.combos; i++, c++) {
                facts.comboPlan[c] = p;
                facts.comboDays[c] = numbers(plan.days);
            }
        }
        int sets = number();
        facts.setFrom = numbers(sets);
        facts.setLength = numbers(sets);
        facts.setMinutes = numbers(sets);
        facts.startUtc = new int[7][];
        for (int d = 0; d < 7; d++) {
            facts.startUtc[d] = numbers(facts.starts);
        }
        zones = number();
        facts.period = new byte[zones][7][facts.starts];
        for (byte[][] zone : facts.period) {
            for (byte[] day : zone) {
                for (int k = 0; k < facts.starts; k++) {
                    day[k] = (byte) number();
                }
            }
        }
    }

    private void facilitators() {
        facts.facilitators = new Facilitator[number()];
        int sets = facts.setFrom.length, combos = facts.comboPlan.length;
        for (int f = 0; f < facts.facilitators.length; f++) {
            Facilitator who = facts.facilitators[f] = new Facilitator(f);
            who.states = next();
            who.languages = next();
            who.tracks = next();
            who.gender = next();
            who.weekLimit = number();
            who.dayLimit = number();
            who.free = new long[sets][combos];
            for (long[] set : who.free) {
                for (int c = 0; c < combos; c++) {
                    set[c] = next();
                }
            }
            week.facilitators.add(who);
        }
    }

    private void units() {
        int count = number(), combos = facts.comboPlan.length;
        for (int u = 0; u < count; u++) {
            Unit unit = new Unit();
            unit.index = u;
            unit.people = number();
            unit.base = next();
            unit.states = next();
            unit.languages = next();
            unit.focus = next();
            unit.track = number();
            unit.wishSmall = number();
            unit.wishModerate = number();
            unit.wishWoman = number();
            unit.wishMan = number();
            unit.timeWish = numbers(2);
            unit.zone = numbers(2);
            unit.free = new long[combos];
            for (int c = 0; c < combos; c++) {
                unit.free[c] = next();
            }
            unit.apart = numbers(number());
            week.units.add(unit);
        }
    }

    /** For each facilitator the sessions that most units could attend; ties keep the order of pattern. */
    private void sessions(int most) {
        List<List<Integer>> reachable = new ArrayList<>();
        for (int u = 0; u < week.units.size(); u++) {
            reachable.add(new ArrayList<>());
        }
        for (Facilitator lead : facts.facilitators) {
            List<Unit> licensed = new ArrayList<>();
            for (Unit unit : week.units) {
                if ((unit.states & ~lead.states) == 0 && (unit.languages & lead.languages) != 0
                        && (lead.tracks >>> unit.track & 1) != 0) {
                    licensed.add(unit);
                }
            }
            List<Session> found = new ArrayList<>();
            for (int c = 0; c < facts.comboPlan.length; c++) {
                Plan plan = facts.plans[facts.comboPlan[c]];
                if (plan.days * facts.setMinutes[plan.lead] > lead.weekLimit
                        || facts.setMinutes[plan.lead] > lead.dayLimit) {
                    continue;
                }
                for (long starts = lead.free[plan.lead][c]; starts != 0; starts &= starts - 1) {
                    Session session = at(lead, c, Long.numberOfTrailingZeros(starts), licensed);
                    if (session != null) {
                        found.add(session);
                    }
                }
            }
            found.sort(Comparator.comparingInt((Session s) -> -s.units.length));
            for (Session kept : found.subList(0, Math.min(most, found.size()))) {
                int index = week.sessions.size();
                week.sessions.add(new Session(index, kept.lead, kept.plan, kept.combo, kept.start, kept.units));
                for (int u : kept.units) {
                    reachable.get(u).add(index);
                }
            }
        }
        for (Unit unit : week.units) {
            unit.sessions = reachable.get(unit.index).stream().mapToInt(Integer::intValue).toArray();
        }
    }

    private Session at(Facilitator lead, int combo, int start, List<Unit> licensed) {
        int[] units = new int[licensed.size()];
        int[] byTrack = new int[3];
        int count = 0;
        for (Unit unit : licensed) {
            if ((unit.free[combo] >>> start & 1) != 0) {
                units[count++] = unit.index;
                byTrack[unit.track] += unit.people;
            }
        }
        if (Math.max(byTrack[0], Math.max(byTrack[1], byTrack[2])) < facts.least) {
            return null;
        }
        return new Session(-1, lead, facts.comboPlan[combo], combo, start, java.util.Arrays.copyOf(units, count));
    }
}
