import { describe, expect, it } from 'vitest';
import { metadataOf } from '../../../electron/engine/kit/checkout/metadata.ts';

const of = (files: Record<string, string>) =>
  metadataOf(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    'database/alembic',
  );
const base = 'from sqlalchemy.orm import declarative_base\nModel = declarative_base()\n';
const table = (name: string) =>
  `from src.base import Model\nclass A(Model):\n    __tablename__ = "${name}"\n`;

describe("the application's models", () => {
  it('are imported as its env.py does, over all its modules', () => {
    const env = `from logging.config import fileConfig
from alembic import context
from app import vehicles  # all their tables
from src.models import (
    Model,  # the base
    other,
)
import src.users
target_metadata = [Model.metadata, other.metadata]
context.configure(connection=None, target_metadata=target_metadata)
`;
    expect(
      of({
        'database/alembic/env.py': env,
        'database/src/models/__init__.py': '',
        'database/src/users.py': '',
        'config-app/app/vehicles.py': '',
      }),
    ).toEqual({
      paths: ['../../config-app', '..'],
      imports: ['from app import vehicles', 'from src.models import ( Model, other, )', 'import src.users'],
      metadata: '[Model.metadata, other.metadata]',
    });
  });

  it('may have a base of a package', () => {
    const env =
      'from sqlmodel import SQLModel as S\nimport src.users\ncontext.configure(target_metadata=S.metadata)\n';
    expect(of({ 'database/alembic/env.py': env, 'database/src/users.py': '' })).toEqual({
      ...{ paths: ['..'], imports: ['from sqlmodel import SQLModel as S', 'import src.users'] },
      metadata: 'S.metadata',
    });
  });

  it('are looked for where env.py does not import them, whatever their base is called', () => {
    const files = {
      'database/alembic/env.py': 'def made():\n    return 1\n\ntarget_metadata = made()\n',
      'database/src/base.py': base,
      'database/src/devices.py': table('devices'),
      'database/src/devices_copy.py': table('devices'),
      'database/src/icons/__init__.py': table('icons'),
      'database/tests/test_models.py': table('tests'),
    };
    const imports = ['from src.base import Model', 'import src.devices', 'import src.icons'];
    expect(of(files)).toEqual({ paths: ['..'], imports, metadata: 'Model.metadata' });
  });

  it('may be in a folder whose name is none of Python', () => {
    const at = (path: string, more: Record<string, string> = {}) =>
      of({ [`database/config-app/${path}`]: base, ...more });
    const found = (folder: string, module: string) => ({
      ...{ paths: [folder], imports: [`from ${module} import Model`], metadata: 'Model.metadata' },
    });
    expect(at('models.py')).toEqual(found('../config-app', 'models'));
    expect(at('backend/models.py')).toEqual(found('../config-app/backend', 'models'));
    const package_ = { 'database/config-app/backend/__init__.py': '' };
    expect(at('backend/models.py', package_)).toEqual(found('../config-app', 'backend.models'));
  });
});
