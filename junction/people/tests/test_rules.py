"""Roles as dated data: what each allows, and that nobody invites to a role above their own."""

from datetime import date

import pytest

from junction.core.scope import Reach, Scope
from junction.people import rules
from junction.people.queries import system_actor

ON = date(2020, 4, 20)


def test_a_grant_carries_the_permissions_of_the_role_in_force():
    held = rules.grant("place-manager", Reach(places=frozenset({1})), on=ON)
    assert "returns.file" in held.permissions
    assert "oversight.see" not in held.permissions


def test_a_role_unknown_to_the_playbook_allows_nothing():
    assert rules.grant("emperor", Reach(national=True), on=ON).permissions == frozenset()


def test_nobody_may_invite_beyond_what_his_own_role_lists():
    officer = Scope(grants=(rules.grant("council-officer", Reach(areas=frozenset({"E08000009"})), on=ON),))
    assert rules.may_invite(officer, "place-manager", on=ON)
    assert not rules.may_invite(officer, "national", on=ON)
    assert not rules.may_invite(Scope(), "place-manager", on=ON)


def test_nobody_can_be_invited_to_be_the_system_and_no_role_invites_to_more_than_it_may_do():
    for role in rules.roles(ON).values():
        assert rules.SYSTEM not in role.may_invite
        assert role.may_invite <= set(rules.roles(ON))


def test_every_staff_role_needs_a_second_factor():
    staff = {name for name, role in rules.roles(ON).items() if role.needs_second_factor}
    assert staff == {
        "council-officer", "lrf", "region", "national", "health-protection", "hospital-discharge",
        "auditor", "administrator", "emergency-access", "emergency-line", "helpline-agent", "support-partner",
        "link-worker",
    }  # fmt: skip


def test_a_second_factor_is_needed_as_soon_as_one_role_held_asks_for_it():
    assert rules.needs_second_factor(frozenset({"place-manager", "lrf"}), on=ON)
    assert not rules.needs_second_factor(frozenset({"place-manager"}), on=ON)


def test_the_system_reaches_the_nation():
    actor = system_actor("import")
    assert actor.key == "system:import"
    assert actor.scope.reach("registry.import").national


@pytest.mark.parametrize("reference", ["place:12", "organisation:3", "area:E08000009", "nation:england"])
def test_what_a_role_is_held_over_is_read_back_as_it_was_written(reference):
    assert rules.Over.named(reference).reference == reference


@pytest.mark.parametrize("reference", ["", "area:", "planet:9", "place:x"])
def test_what_names_nothing_a_role_is_held_over_is_refused(reference):
    with pytest.raises(ValueError):
        rules.Over.named(reference)


def test_nobody_decided_on_the_end_of_documents_before_the_roles_said_who():
    def who(day):
        return {name for name, role in rules.roles(day).items() if "record.retain" in role.permissions}

    assert who(date(2026, 11, 22)) == set()
    assert who(rules.newest_roles_from()) == {"council-officer", "national", "system"}
    assert rules.roles(date(2026, 11, 22)).keys() == rules.roles(date(2026, 11, 23)).keys()
