package org.hearthside.placement;

/** Whether a unit could sit in a slot as it stands; the filters of Timefold's own moves ask it. */
final class Fits {
    private Fits() {
    }

    static boolean may(Unit unit, Slot slot, Unit instead, Facts facts) {
        Session session = slot.session;
        if (session == null || slot.members.isEmpty() || slot.members.get(0).track != unit.track || !unit.isFree(session)
                || (unit.states & ~session.lead.states) != 0) {
            return false;
        }
        int people = unit.people;
        long languages = unit.languages & session.lead.languages;
        for (Unit member : slot.members) {
            if (member == instead) {
                continue;
            }
            people += member.people;
            languages &= member.languages;
            if (unit.apart.length > 0 && unit.isApartFrom(member)) {
                return false;
            }
        }
        if (people > facts.cap || languages == 0) {
            return false;
        }
        int needed = facts.plans[session.plan].second[people];
        return needed < 0 || slot.second != null && slot.second != session.lead
                && (unit.states & ~slot.second.states) == 0
                && slot.second.isFree(needed, session.combo, session.start);
    }

    static boolean mayLeave(Unit unit, Facts facts) {
        int left = unit.slot.people() - unit.people;
        return left == 0 || left >= facts.least;
    }
}
