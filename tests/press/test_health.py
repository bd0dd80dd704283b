"""The doctor finds what is missing and names what mends it."""

from handbill.press.health import installed_families, language_fonts, system_libraries


def test_every_system_library_is_found_here_with_a_package_to_mend_it() -> None:
    libraries = system_libraries()
    assert [entry.name for entry in libraries if not entry.found] == []
    assert all(entry.package.startswith("lib") for entry in libraries)


def test_a_missing_family_and_missing_characters_are_named() -> None:
    (health,) = language_fonts(
        {"xx": ("Noto Sans CJK XX",)}, {"xx": "ab"}, {"Noto Sans": {ord("a")}}
    )
    assert health.missing_families == ("Noto Sans CJK XX",)
    assert health.missing_characters == "ab"
    assert health.package == "fonts-noto-cjk"


def test_installed_families_cover_the_scripts_of_the_catalogs() -> None:
    families = installed_families()
    assert ord("ش") in families["Noto Nastaliq Urdu"]
    assert ord("孤") in families["Noto Sans CJK SC"]
