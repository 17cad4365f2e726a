import { describe, expect, it } from 'vitest';
import { searchCheckout } from '../../../electron/engine/kit/checkout/search.ts';
import { makePlan, planColumn, planTable } from '../../helpers/plan.ts';

const flag = (name: string) => planColumn(name, { type: 'boolean', nullable: false });
const plan = makePlan([
  planTable('devices', [planColumn('name'), flag('is_active')]),
  planTable('icons', [flag('is_default'), flag('mixed')]),
  planTable('macros', [planColumn('mixed', { type: 'integer' })]),
]);

/** The lines of a file that the patch writes anew, and those that are only named. */
function judged(text: string, path = 'scripts/a.py'): { patched: string[]; named: string[] } {
  const { places } = searchCheckout([{ path, text }], plan, 'database/shared');
  const lines = (patched: boolean) => places.filter((p) => p.patched === patched).map(({ found }) => found);
  return { patched: lines(true), named: lines(false) };
}

const header = 'from sqlalchemy import create_engine\nfrom pathlib import Path\n';

describe('an engine is made anew', () => {
  it.each([
    ['a text', 'create_engine("sqlite:///autocore.db")\n'],
    ['a keyword', 'create_engine(echo=True, url=f"sqlite:///{BASE}/autocore.db")\n'],
    ['a name', 'URL = "sqlite:////opt/autocore/autocore.db"  # o banco\ncreate_engine(URL, echo=False)\n'],
    [
      'names of names',
      'DB = Path(__file__).parent / "autocore.db"\nURL = f"sqlite:///{DB}"\ncreate_engine(\n    URL, echo=False\n)\n',
    ],
    ['a setting', 'import os\ncreate_engine("sqlite:///" + os.getenv("DATABASE_PATH", "autocore.db"))\n'],
  ])('where its own URL is of autocore.db: %s', (_name, text) => {
    expect(judged(header + text).patched.filter((line) => line.includes('create_engine('))).toHaveLength(1);
  });

  it.each([
    ['another file', 'A = "sqlite:///autocore.db"\ncreate_engine("sqlite:///./test.db")\n'],
    ['a copy', 'create_engine("sqlite:////var/backups/autocore.db")\n'],
    [
      'a copy by its name',
      'create_engine("sqlite:///autocore.db.bak")\ncreate_engine("sqlite:///old-autocore.db")\n',
    ],
    ['memory', 'A = "sqlite:///autocore.db"\ncreate_engine("sqlite:///:memory:")\n'],
    ['a parameter', 'def opened(url="sqlite:///autocore.db"):\n    return create_engine(url)\n'],
    [
      'a parameter of a name elsewhere',
      'url = "sqlite:///autocore.db"\ndef f(url):\n    return create_engine(url)\n',
    ],
    ['a part of it', 'def opened(path="autocore.db"):\n    return create_engine(f"sqlite:///{path}")\n'],
    ['one of two', 'URL = "sqlite:///autocore.db"\nURL = "sqlite:///b.db"\ncreate_engine(URL)\n'],
    [
      'an argument',
      'import sys\nURL = "sqlite:///autocore.db" if len(sys.argv) < 2 else sys.argv[1]\ncreate_engine(URL)\n',
    ],
    ['an import', 'from settings import URL\nA = "sqlite:///autocore.db"\ncreate_engine(URL)\n'],
    ['a loop', 'for URL in ["sqlite:///autocore.db"]:\n    create_engine(URL)\n'],
    ['what opens itself', 'create_engine("sqlite:///autocore.db", creator=opened)\n'],
  ])('nowhere else: %s', (_name, text) => {
    const { patched, named } = judged(header + text);
    expect(patched).toEqual([]);
    expect(named.some((line) => line.includes('create_engine('))).toBe(true);
  });

  it.each(['tests/conftest.py', 'database/test_models.py', 'conftest.py', 'a/test/b.py', 'models_test.py'])(
    'in no test: %s',
    (path) => {
      const { patched, named } = judged(`${header}create_engine("sqlite:///autocore.db")\n`, path);
      expect([patched, named]).toEqual([[], ['create_engine("sqlite:///autocore.db")']]);
    },
  );
});

describe('SQL is written anew', () => {
  it.each([
    'text("is_active = 1")',
    'q = "SELECT * FROM devices WHERE is_active = 1"',
    'q = ("select * from devices "\n     "where d.is_active=1")',
    'q = f"{base} AND is_active = 1"',
    'q = """\n  UPDATE icons SET is_default = 0\n"""',
    'text("(datetime(\'now\'))")',
  ])('where a text is SQL: %s', (text) => {
    expect(judged(`${text}\n`).patched).toHaveLength(1);
  });

  it.each([
    'log("filtro is_active=1 aplicado")',
    'help = "use is_active = 1, or datetime(\'now\')"',
    'q = "SELECT * FROM macros WHERE mixed = 1"',
  ])('and nowhere else: %s', (text) => {
    expect(judged(`${text}\n`).patched).toEqual([]);
  });

  it('an address is no condition', () => {
    expect(judged('get("/api/devices?is_active=1&is_default=0")\n')).toEqual({ patched: [], named: [] });
  });
});

describe('a second key', () => {
  const model = 'class Device(Base):\n    __tablename__ = "devices"\n';
  const tied = (text: string) => judged(model + text).patched.length;

  it('is put behind the last order of a query, and behind no other', () => {
    expect(tied('query(Device).order_by(Device.is_active).all()\n')).toBe(1);
    expect(tied('query(Device).order_by(Device.is_active).order_by(Device.id).all()\n')).toBe(0);
    expect(tied('q = query(Device).order_by(Device.is_active)\nq = q.limit(3).order_by(Device.name)\n')).toBe(
      1,
    );
    expect(judged(`${model}query(Device).order_by(Device.name)\n`).patched).toHaveLength(2);
  });
});

it('a condition of an error is written anew where it is code, and whole', () => {
  const { patched } = judged(`# 'UNIQUE constraint failed' in str(e)
a = 'UNIQUE constraint failed' in str(e).strip()
b = u'UNIQUE constraint failed' in str(e)
c = f"{'UNIQUE constraint failed: devices.uuid' in str(e)}"
d = 'UNIQUE constraint failed: devices.uuid' in str(e)
`);
  expect(patched).toEqual(["d = 'UNIQUE constraint failed: devices.uuid' in str(e)"]);
});

it('what an earlier kit brought is not looked at', () => {
  const text = 'def create_database_engine(url=None):\n    return create_engine("sqlite:///autocore.db")\n';
  expect(judged(text, 'database/shared/database_config.py')).toEqual({ patched: [], named: [] });
});
