"""Between frozen dataclasses and the plain dicts that Avro libraries read and write."""

import dataclasses
import types
import typing
from collections.abc import Callable
from typing import Any

NAMESPACE = "pathways"
"""Of every schema of the contract."""

Load = Callable[[dict[str, Any]], Any]
Dump = Callable[[Any], dict[str, Any]]
Convert = Callable[[Any], Any]


_loaders: dict[type[Any], Load] = {}
_dumpers: dict[type[Any], Dump] = {}


def loader(record: type[Any]) -> Load:
    """From a decoded dict to the record; made once for each kind of record."""
    if record not in _loaders:
        _loaders[record] = _make_loader(record)
    return _loaders[record]


def dumper(record: type[Any]) -> Dump:
    """From the record to a dict whose nested records are dicts too; the record is left alone."""
    if record not in _dumpers:
        _dumpers[record] = _make_dumper(record)
    return _dumpers[record]


def loads(record: type[Any]) -> dict[str, Convert]:
    """By field, what `loader` does to a value that holds records or a list."""
    return _converters(record, _load_value)


def dumps(record: type[Any]) -> dict[str, Convert]:
    """By field, what `dumper` does to a value that holds records."""
    return _converters(record, _dump_value)


def often_empty(record: type[Any]) -> dict[str, Any]:
    """Each field that holds a list or may hold a record, with its empty value."""
    found: dict[str, Any] = {}
    for name, hint in typing.get_type_hints(record).items():
        if _items(hint) is not None:
            found[name] = ()
        elif dataclasses.is_dataclass(_optional(hint)):
            found[name] = None
    return found


def item_of(record: type[Any], name: str) -> type[Any] | None:
    """The kind of record of which a field holds a list, or None where it holds no such list."""
    items = _items(typing.get_type_hints(record)[name])
    return items if isinstance(items, type) and dataclasses.is_dataclass(items) else None


def _converters(record: type[Any], of: Callable[[Any], Convert | None]) -> dict[str, Convert]:
    hints = typing.get_type_hints(record).items()
    return {name: convert for name, hint in hints if (convert := of(hint))}


def _make_loader(record: type[Any]) -> Load:
    # The dict becomes the record's own attributes: to call a frozen dataclass costs about as much
    # as to decode it.
    nested = tuple(loads(record).items())
    new: Any = object.__new__

    def load(values: dict[str, Any]) -> Any:
        for name, convert in nested:
            values[name] = convert(values[name])
        loaded = new(record)
        loaded.__dict__.update(values)
        return loaded

    return load


def _make_dumper(record: type[Any]) -> Dump:
    nested = tuple(dumps(record).items())
    if not nested:
        return vars

    def dump(source: Any) -> dict[str, Any]:
        values = dict(vars(source))
        for name, convert in nested:
            values[name] = convert(values[name])
        return values

    return dump


def _load_value(hint: Any) -> Convert | None:
    items = _items(hint)
    if items is not None:
        inner = _load_value(items)
        return tuple if inner is None else lambda values: tuple(map(inner, values))
    if (optional := _optional(hint)) is not None:
        return _unless_none(_load_value(optional))
    return loader(hint) if isinstance(hint, type) and dataclasses.is_dataclass(hint) else None


def _dump_value(hint: Any) -> Convert | None:
    items = _items(hint)
    if items is not None:
        inner = _dump_value(items)
        return None if inner is None else lambda values: list(map(inner, values))
    if (optional := _optional(hint)) is not None:
        return _branch(optional)
    return dumper(hint) if isinstance(hint, type) and dataclasses.is_dataclass(hint) else None


def _unless_none(convert: Convert | None) -> Convert | None:
    if convert is None:
        return None
    return lambda value: None if value is None else convert(value)


def _branch(hint: Any) -> Convert | None:
    """For a union with null: fastavro tries a record's fields one by one to find its branch, but
    takes the name of the branch where it is given.
    """
    convert = _dump_value(hint)
    if convert is None:
        return None
    name = f"{NAMESPACE}.{hint.__name__}"
    return lambda value: None if value is None else (name, convert(value))


def _items(hint: Any) -> Any | None:
    return typing.get_args(hint)[0] if typing.get_origin(hint) is tuple else None


def _optional(hint: Any) -> Any | None:
    arguments = typing.get_args(hint)
    if types.NoneType not in arguments:
        return None
    return next(argument for argument in arguments if argument is not types.NoneType)
