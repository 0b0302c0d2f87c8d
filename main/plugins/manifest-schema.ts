/** `plugin.json` as it is written. Editors know it by `plugins/plugin.schema.json`, which is made of this. */
import * as v from 'valibot';
import { InputSchema } from '../../api/protocol/action.ts';
import { PLUGIN_PERMISSIONS } from '../../api/protocol/permission.ts';
import { PluginId } from '../../api/protocol/plugin.ts';

/** Terminals and consents show these: nothing in them may move the cursor, or turn the direction of what stands beside. */
const line = (most: number) =>
  v.pipe(
    v.string(),
    v.minLength(1),
    v.maxLength(most),
    v.regex(/^[^\p{Cc}\p{Bidi_Control}]*$/u, 'It must be one line without control characters.'),
  );

const NUMBER = '(?:0|[1-9][0-9]*)';
/** Semantic Versioning 2.0.0, without build metadata. */
const VERSION = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`);

const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

const ActionName = v.pipe(
  v.string(),
  v.regex(
    /^[a-z][a-z0-9-]{0,39}$/,
    'An action is named by 1 to 40 small letters, digits and hyphens, and begins with a letter.',
  ),
);

export const ManifestFile = v.strictObject({
  $schema: v.optional(v.string()),
  id: v.pipe(PluginId, v.description('Its one name, by which it is enabled and its actions are named.')),
  name: v.pipe(line(100), v.description('As a person reads it.')),
  version: v.pipe(
    v.string(),
    v.maxLength(64),
    v.regex(VERSION, 'A version is three numbers, as in 1.0.0 or 1.0.0-beta.1.'),
  ),
  description: v.optional(line(500)),
  entry: v.pipe(
    line(200),
    v.description(
      'Its program, in this folder: .js, .mjs and .cjs run with Node, .py with Python, anything else is started as it is.',
    ),
  ),
  permissions: v.optional(
    v.pipe(v.array(v.picklist(PLUGIN_PERMISSIONS)), v.description('What it asks a person to allow it.')),
    [],
  ),
  caps: v.optional(
    v.strictObject({
      memoryMb: v.optional(
        v.pipe(whole(32, 1024), v.description('Resident memory, MiB; beyond it, it is stopped.')),
        192,
      ),
      cpuPercent: v.optional(
        v.pipe(whole(1, 100), v.description('Of one processor, percent; beyond it for long, it is stopped.')),
        25,
      ),
    }),
    {},
  ),
  actions: v.optional(
    v.record(
      ActionName,
      v.strictObject({
        title: line(100),
        description: v.optional(line(500)),
        input: v.optional(InputSchema, {}),
      }),
    ),
    {},
  ),
});
export type ManifestFile = v.InferOutput<typeof ManifestFile>;
