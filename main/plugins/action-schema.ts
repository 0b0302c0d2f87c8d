/** What is wrong with a schema of an action's input, though every field of it is what it should be by itself. */
import type { InputField, InputSchema } from '../../api/protocol/action.ts';
import { wantedBy } from './action-input.ts';

export interface SchemaFault {
  /** Where, as in properties.colour.default. */
  readonly field: string;
  /** The end of a sentence that begins with the field. */
  readonly fix: string;
}

export function schemaFault({ properties, required }: InputSchema): SchemaFault | null {
  const stranger = required.find((name) => !Object.hasOwn(properties, name));
  if (stranger !== undefined)
    return {
      field: 'required',
      fix: `it names ${JSON.stringify(stranger.slice(0, 100))}, which is none of the properties`,
    };
  for (const [name, field] of Object.entries(properties)) {
    const fault = fieldFault(field);
    if (fault) return { field: `properties.${name}.${fault.field}`, fix: fault.fix };
  }
  return null;
}

function fieldFault(field: InputField): SchemaFault | null {
  if (field.type === 'number' || field.type === 'integer') {
    const { minimum = -Number.MAX_VALUE, maximum = Number.MAX_VALUE } = field;
    // JSON can write figures that are too large for a number: 1e999 is read as Infinity.
    if (!Number.isFinite(minimum)) return { field: 'minimum', fix: 'it must be a number' };
    if (!Number.isFinite(maximum)) return { field: 'maximum', fix: 'it must be a number' };
    if (minimum > maximum) return { field: 'minimum', fix: 'it lies above the maximum' };
  }
  if (field.type === 'string' && field.enum && new Set(field.enum).size < field.enum.length)
    return { field: 'enum', fix: 'it names a choice twice' };
  const wanted = field.default === undefined ? null : wantedBy(field, field.default);
  return wanted === null ? null : { field: 'default', fix: `it must be ${wanted}` };
}
