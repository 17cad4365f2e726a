import { type Conversion, Trouble } from './types.ts';

/**
 * Text into uuid, which prints one spelling only: anything but lower case with hyphens would come back changed, and two
 * that differ in case would be one. https://www.postgresql.org/docs/current/datatype-uuid.html
 */
export const uuid: Conversion = {
  encode(value) {
    if (typeof value !== 'string') return new Trouble('uuid.notUuid', null, 'no UUID');
    if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) return value;
    const plain = value.trim().toLowerCase();
    const isUuid = /^\{?[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/.test(plain);
    return new Trouble(
      isUuid ? 'uuid.spelling' : 'uuid.notUuid',
      null,
      isUuid ? 'UUID in another spelling' : 'no UUID',
    );
  },
  copySql: () => null,
};
