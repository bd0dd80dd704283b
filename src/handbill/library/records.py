"""TOML text to frozen structs, noting every fault and not only the first."""

import tomllib
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin

import msgspec

from handbill.library.roots import Place, read_text
from handbill.model.faults import Fault
from handbill.model.names import nearest

Struct = TypeVar("Struct", bound=msgspec.Struct)

_EXAMPLES = {
    "date": "a date such as 2026-11-21, without quotation marks",
    "bool": "true or false",
    "int": "a whole number such as 180",
    "float": "a number such as 1.5",
    "str": 'a text in quotation marks, such as "en"',
    "array": 'a list in brackets, such as ["en", "es"]',
    "object": "a table with keys",
}


def read_record(place: Place, record_type: type[Struct], faults: list[Fault]) -> Struct | None:
    """Return the record a TOML file holds, or None after noting all its faults."""
    text = read_text(place, faults)
    if text is None:
        return None
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        faults.append(Fault(place.label, "", f"The file is not valid TOML: {error}."))
        return None
    return Converter(place.label, faults).convert(data, record_type, "")


class Converter:
    """Converts plain data to structs, walking on after a fault."""

    def __init__(self, label: str, faults: list[Fault]) -> None:
        self.label = label
        self.faults = faults

    def convert(self, data: dict[str, Any], record_type: type[Struct], key: str) -> Struct | None:
        """Return `data` as a struct, or None after noting all its faults under `key`."""
        before = len(self.faults)
        fields = _fields(record_type)
        self._note_unknown_keys(data, set(fields), key)
        values = {}
        for name, field in fields.items():
            place = f"{key}.{name}" if key else name
            if name in data:
                values[field.name] = self._value(data[name], field.type, place)
            elif field.required:
                self._note(place, "This key is missing. Add it.")
        return record_type(**values) if len(self.faults) == before else None

    def _note_unknown_keys(self, data: dict[str, Any], known: set[str], key: str) -> None:
        for name in sorted(set(data) - known):
            near = nearest(name, known, most=1)
            hint = f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(sorted(known))}."
            self._note(f"{key}.{name}" if key else name, f"This key is not known. {hint}")

    def _value(self, value: Any, wanted: Any, key: str) -> Any:
        if isinstance(wanted, type) and issubclass(wanted, msgspec.Struct) and _is_table(value):
            return self.convert(value, wanted, key)
        item_type = _struct_item(wanted)
        if item_type and get_origin(wanted) is tuple and _is_list_of_tables(value):
            return tuple(
                self.convert(item, item_type, f"{key}[{index}]") for index, item in enumerate(value)
            )
        if item_type and get_origin(wanted) is dict and _is_table(value):
            return {
                name: self._value(item, item_type, f"{key}.{name}") for name, item in value.items()
            }
        try:
            return msgspec.convert(value, wanted)
        except msgspec.ValidationError as error:
            self._note(key, _explained(str(error), wanted))
            return None

    def _note(self, key: str, message: str) -> None:
        self.faults.append(Fault(self.label, key, message))


@cache
def _fields(record_type: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    """Return the fields a file may hold, by the names they have there."""
    derived = getattr(record_type, "derived", ())
    return {
        field.encode_name: field
        for field in msgspec.structs.fields(record_type)
        if field.name not in derived
    }


def _choices(wanted: Any) -> list[Any]:
    """Return the values of every Literal inside a type."""
    if get_origin(wanted) is Literal:
        return list(get_args(wanted))
    found = (choice for argument in get_args(wanted) for choice in _choices(argument))
    return list(dict.fromkeys(found))


def _is_table(value: Any) -> bool:
    return isinstance(value, dict)


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list) and all(_is_table(item) for item in value)


def _struct_item(wanted: Any) -> type[msgspec.Struct] | None:
    for argument in get_args(wanted):
        if isinstance(argument, type) and issubclass(argument, msgspec.Struct):
            return argument
    return None


def _explained(error: str, wanted: Any) -> str:
    what, _, place = error.partition(" - at ")
    where = f" (at {place.strip('`')})" if place not in ("", "`$`") else ""
    example = next(
        (text for kind, text in _EXAMPLES.items() if what.startswith(f"Expected `{kind}")), None
    )
    advice = f" Write {example}." if example else ""
    if what.startswith("Invalid enum value"):
        advice = f" Write one of {', '.join(map(str, _choices(wanted)))}."
    what = what.replace("`", "").replace(" | null", "")
    return f"{what}{where}.{advice}"
