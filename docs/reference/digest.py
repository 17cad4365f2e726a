#!/usr/bin/env python3
"""Recomputes the digests of a certificate on SQLite's side. Python 3.8 and its own modules are all it needs.

    python3 digest.py CERTIFICATE.json FILE.db [EXCEPTIONS.ndjson]

FILE.db is the migrated SQLite file or the safe copy in the migration's folder; it is only read. EXCEPTIONS.ndjson, from
the same folder, stands in for values that were repaired or emptied and for rows that were kept aside. What all of this
is made of: digest.md, beside this file.

Ends with 0: every table has the certificate's digest; 1: one has another; 2: a file cannot be used; 3: none has another,
and of some it cannot be said, each with the reason.
"""
import base64
import datetime
import decimal
import fractions
import hashlib
import json
import math
import re
import sqlite3
import struct
import sys


class Unknown(Exception):
    """A value whose text cannot be made here."""


class Text(bytes):
    """A TEXT value, to tell it from a BLOB."""


# --- the text of each type ---

def read(value):
    """A TEXT value as str."""
    if not isinstance(value, Text):
        raise Unknown
    return value.decode('utf-8')


def shortest(size, bits, lowest):
    """The fewest digits that lie strictly between the neighbours' halves, and the power of ten of the first."""
    mantissa, exponent = math.frexp(size)
    last_bit = max(exponent - bits, lowest)
    above = fractions.Fraction(2) ** (last_bit - 1)
    below = above / 2 if mantissa == 0.5 and last_bit > lowest else above
    exact = fractions.Fraction(size)
    first = int(('%.16e' % size).split('e')[1])
    for places in range(1, 800):
        unit = fractions.Fraction(10) ** (first + 1 - places)
        down = exact // unit
        rest = exact - down * unit
        inside = [(rest, down % 2, down)] if rest < below else []
        if unit - rest < above:
            inside.append((unit - rest, (down + 1) % 2, down + 1))
        if inside and min(inside)[2] > 0:
            digits = str(min(inside)[2])
            return digits.rstrip('0'), first - places + len(digits)
    raise Unknown


def float_text(value, single=False):
    """As PostgreSQL prints double precision, or real."""
    if math.isinf(value):
        return 'Infinity' if value > 0 else '-Infinity'
    sign = '-' if math.copysign(1, value) < 0 else ''
    size = abs(value)
    if size == 0:
        return sign + '0'
    if single:
        digits, power = shortest(size, 24, -149)
    elif size >= 2 ** 53:
        digits, power = shortest(size, 53, -1074)
    else:
        # The digits of repr are the shortest too.
        _, all_digits, exponent = decimal.Decimal(repr(size)).as_tuple()
        digits = ''.join(map(str, all_digits))
        power = exponent + len(digits) - 1
        digits = digits.rstrip('0')
    if power < -4 or power >= (6 if single else 15):
        fraction = '.' + digits[1:] if len(digits) > 1 else ''
        return '%s%s%se%s%02d' % (sign, digits[0], fraction, '-' if power < 0 else '+', abs(power))
    if power < 0:
        return sign + '0.' + '0' * (-power - 1) + digits
    whole, fraction = digits[:power + 1].ljust(power + 1, '0'), digits[power + 1:]
    return sign + whole + ('.' + fraction if fraction else '')


def integer(value):
    if not isinstance(value, int):
        raise Unknown
    return str(value)


def double(value):
    if isinstance(value, int) and int(float(value)) == value:
        return float_text(float(value))
    if isinstance(value, float):
        return float_text(value)
    if value == b'NaN':
        return 'NaN'
    raise Unknown


def real(value):
    if isinstance(value, Text) and value == b'NaN':
        return 'NaN'
    if not isinstance(value, (int, float)):
        raise Unknown
    return float_text(struct.unpack('f', struct.pack('f', value))[0], single=True)


def numeric(value, fit):
    if isinstance(value, Text) and re.fullmatch(rb'NaN|-?Infinity', value):
        return value.decode()
    if isinstance(value, float) and math.isfinite(value):
        text = format(decimal.Decimal(repr(value)), 'f')
        text = text[:-2] if text.endswith('.0') else text
    else:
        text = integer(value)
    scale = fit.get('scale', 0)
    if scale > 0:
        whole, _, fraction = text.partition('.')
        text = whole + '.' + fraction.ljust(scale, '0')
    return text


def boolean(value):
    if value not in (0, 1) or not isinstance(value, int):
        raise Unknown
    return 't' if value else 'f'


def without_zeros(text):
    return re.sub(r'\.?0+$', '', text) if '.' in text else text


def plain_time(value, pattern):
    """What is spelled as PostgreSQL prints it, but for zeros at the end; also infinity, and years before Christ."""
    text = read(value)
    if text in ('infinity', '-infinity') and 'BC' in pattern:
        return text
    match = re.fullmatch(pattern, text)
    if not match:
        raise Unknown
    return without_zeros(match[1]) + (match[2] or '')


def timestamp(value):
    return plain_time(value, r'(\d{4,7}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?)( BC)?')


def timestamptz(value):
    if re.search(r'infinity|BC|^\d{5}', read(value)):
        return re.sub(r'(\d)( BC)?$', r'\1+00\2', timestamp(value))
    match = re.fullmatch(r'(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d{1,6})?\s*(Z|UTC|[+-]\d\d(:?\d\d)?)?', read(value), re.I)
    if not match:
        raise Unknown
    return moment(match[1], match[2], match[3] or '', match[4] or '') + '+00'


def moment(day, time, fraction, zone):
    """A point in time with a zone, in UTC."""
    if re.match('[+-]', zone):
        digits = zone[1:].replace(':', '').ljust(4, '0')
        shift = datetime.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        at = datetime.datetime.fromisoformat(day + ' ' + time)
        at = at + shift if zone[0] == '-' else at - shift
        day, time = at.isoformat(' ').split(' ')
    return without_zeros('%s %s%s' % (day, time, fraction))


def date(value):
    return plain_time(value, r'(\d{4,7}-\d\d-\d\d)( BC)?')


def time_of_day(value):
    return plain_time(value, r'(\d\d:\d\d:\d\d(?:\.\d{1,6})?)()')


def bytea(value):
    if not isinstance(value, bytes) or isinstance(value, Text):
        raise Unknown
    return '\\x' + value.hex()


def jsonb(value):
    """Keys by length, then bytes; numbers with all their digits; blanks after comma and colon."""
    def printed(item):
        if isinstance(item, dict):
            keys = sorted(item, key=lambda key: (len(key.encode()), key.encode()))
            return '{%s}' % ', '.join('%s: %s' % (printed(key), printed(item[key])) for key in keys)
        if isinstance(item, list):
            return '[%s]' % ', '.join(map(printed, item))
        if isinstance(item, decimal.Decimal):
            return format(item, 'f')
        return json.dumps(item, ensure_ascii=False)
    return printed(json.loads(read(value), parse_float=decimal.Decimal, parse_int=decimal.Decimal))


def array(value, of):
    """A list of texts, or of whole numbers, that the source has as JSON."""
    def element(item):
        if item is None:
            return 'NULL'
        if of == 'integer' and type(item) is int:
            return str(item)
        if of not in AS_IT_IS or not isinstance(item, str):
            raise Unknown
        if item == '' or item.lower() == 'null' or re.search(r'[{}",\\ \t\n\r\v\f]', item):
            return '"%s"' % re.sub(r'(["\\])', r'\\\1', item)
        return item
    items = json.loads(read(value))
    if not isinstance(items, list):
        raise Unknown
    return '{%s}' % ','.join(map(element, items))


def uuid(digits):
    if not re.fullmatch('[0-9a-f]{32}', digits):
        raise Unknown
    return '-'.join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def formed(form, conversion, value):
    """A value in the one spelling that its column has, None for one that is spelled otherwise."""
    kind = form['kind']
    zone = '+00' if conversion == 'timestamptz' else ''
    is_text = isinstance(value, Text)
    if kind == 'number' and isinstance(value, int):
        return str(value)
    if kind == 'utf8' and is_text:
        return '\\x' + value.hex()
    if kind == 'words' and is_text:
        return {form['true']: 't', form['false']: 'f'}.get(read(value))
    if kind == 'day' and is_text and re.fullmatch(rb'\d{4}-\d\d-\d\d', value):
        return read(value) + ' 00:00:00' + zone
    if kind == 'uuid':
        return uuid(read(value).replace('-', '').lower() if is_text else value.hex())
    if kind == 'moment' and is_text:
        pattern = r'(\d{4}-\d\d-\d\d)%s(\d\d:\d\d:\d\d)(\.\d{1,6})?0*%s' % (form['separator'], re.escape(form['zone']))
        match = re.fullmatch(pattern, read(value))
        return match and moment(match[1], match[2], match[3] or '', form['zone'].strip()) + zone
    if kind == 'epoch' and isinstance(value, (int, float)):
        factor = 1000000 // form['unit']
        micros = value * factor if isinstance(value, int) else math.floor(value * factor + 0.5)
        at = datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=micros)
        return without_zeros(at.isoformat(' ', 'microseconds')) + zone
    return None


# Texts that PostgreSQL keeps letter for letter.
AS_IT_IS = {'text', 'json', 'uuid', 'network'}
TEXT_OF = {
    'integer': integer, 'double': double, 'real': real, 'boolean': boolean, 'timestamp': timestamp,
    'timestamptz': timestamptz, 'date': date, 'time': time_of_day, 'bytea': bytea, 'jsonb': jsonb,
    'textArray': lambda value: array(value, 'text'),
}


def text_of(column, value):
    """What PostgreSQL prints for a value that crossed exactly. Raises Unknown."""
    conversion, fit, form = column['conversion'], column.get('fit', {}), column.get('form')
    try:
        text = formed(form, conversion, value) if form else None
        if text is None:
            if conversion in AS_IT_IS:
                text = read(value)
            elif conversion == 'numeric':
                text = numeric(value, fit)
            elif conversion == 'array':
                text = array(value, fit['element']['conversion'])
            elif conversion in TEXT_OF:
                text = TEXT_OF[conversion](value)
            else:
                raise Unknown
    except (ValueError, OverflowError, KeyError):
        raise Unknown from None
    return text.ljust(fit['length']) if fit.get('padded') else text


# --- lines and digests ---

LETTERS = {'\\': '\\\\', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\v': '\\v', '\f': '\\f', '\r': '\\r'}


def field(text):
    return '\\N' if text is None else re.sub('[\\\\\b\t\n\v\f\r]', lambda found: LETTERS[found[0]], text)


def ordered_digest(lines):
    whole, group, count = hashlib.sha256(), hashlib.sha256(), 0
    for line in lines:
        group.update(line)
        count += 1
        if count % 100 == 0:
            whole.update(group.hexdigest().encode() + b'\n')
            group = hashlib.sha256()
    if count % 100:
        whole.update(group.hexdigest().encode() + b'\n')
    return count, whole.hexdigest()


def unordered_digest(lines):
    total, count = 0, 0
    for line in lines:
        total += int.from_bytes(hashlib.sha256(line).digest()[:16], 'big')
        count += 1
    return count, hashlib.sha256(b'%d %d' % (count, total % 2 ** 128)).hexdigest()


# --- the source, and what became of values that could not cross ---

def quoted(name):
    return '"%s"' % name.replace('"', '""')


def same_value(value):
    """A value of a key as something to compare, from SQLite or from the JSON of an exception."""
    if isinstance(value, dict):
        if 'integer' in value:
            return ('integer', int(value['integer']))
        if 'real' in value:
            return ('real', float(value['real']))
        return ('bytes', base64.b64decode(value['base64']))
    if isinstance(value, Text):
        try:
            return ('text', value.decode('utf-8'))
        except UnicodeDecodeError:
            return ('bytes', bytes(value))
    kinds = {int: 'integer', float: 'real', str: 'text', bytes: 'bytes'}
    return (kinds.get(type(value), 'null'), value)


class Exceptions:
    """What stands in for the values of one table."""

    def __init__(self):
        self.names = None
        self.count = 0
        self.out = set()
        self.values = {}

    def add(self, record):
        self.count += 1
        self.names = list(record['key'])
        key = tuple(same_value(value) for value in record['key'].values())
        if record['action'] == 'quarantined':
            self.out.add(key)
        elif record['action'] == 'nulled':
            self.values[key, record['column']] = None
        else:
            # Of an exception that does not say it, nothing is known.
            self.values[key, record['column']] = record.get('stored', Unknown)


def lines_of(db, table, exceptions):
    columns = table['columns']
    names = exceptions.names or []
    order = table['digest']['order']
    by = '' if order is None else ' order by ' + ', '.join('%s collate binary' % quoted(name) for name in order)
    wanted = ', '.join([quoted(c['source']) for c in columns] + [quoted(name) for name in names])
    for row in db.execute('select %s from %s%s' % (wanted, quoted(table['name']), by)):
        key = tuple(map(same_value, row[len(columns):]))
        if names and key in exceptions.out:
            continue
        fields = []
        for column, value in zip(columns, row):
            at = (key, column['source'])
            try:
                if names and at in exceptions.values:
                    text = exceptions.values[at]
                    if text is Unknown:
                        raise Unknown
                else:
                    text = None if value is None else text_of(column, value)
            except Unknown:
                raise Unknown('%s (%s): %.60r' % (column['source'], column['type'], value)) from None
            fields.append(field(text))
        yield ('\t'.join(fields) + '\n').encode('utf-8')


def main(arguments):
    if len(arguments) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    exceptions = {}
    try:
        with open(arguments[0], encoding='utf-8') as file:
            certificate = json.load(file)
        if len(arguments) == 3:
            with open(arguments[2], encoding='utf-8') as file:
                for line in file:
                    record = json.loads(line)
                    exceptions.setdefault(record['table'], Exceptions()).add(record)
        path = arguments[1].replace('%', '%25').replace('?', '%3f').replace('#', '%23')
        db = sqlite3.connect('file:%s?mode=ro' % path, uri=True)
        db.execute('select count(*) from sqlite_master')
    except (OSError, ValueError, KeyError, sqlite3.Error) as error:
        print(error, file=sys.stderr)
        return 2
    db.text_factory = Text
    differ = unknown = 0
    for table in certificate['tables']:
        name = table['name']
        try:
            if table['digest'] is None or 'columns' not in table:
                raise Unknown('o certificado não a tem / the certificate has none')
            own = exceptions.get(name, Exceptions())
            counted = table['repaired'] + table['nulled'] + table['quarantined']
            if own.count != counted:
                raise Unknown('exceções / exceptions: %d, no certificado / in the certificate: %d' % (own.count, counted))
            digest = unordered_digest if table['digest']['order'] is None else ordered_digest
            rows, found = digest(lines_of(db, table, own))
        except (Unknown, sqlite3.Error) as error:
            unknown += 1
            print('%s: não recalculada / not recomputed: %s' % (name, error))
            continue
        same = found == table['digest']['source']
        differ += not same
        print('%s: %d %s %s' % (name, rows, found, 'igual / same' if same else 'DIFERENTE / DIFFERENT'))
    return 1 if differ else 3 if unknown else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
