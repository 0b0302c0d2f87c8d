/** Kinds of action: what a plugin can do when an event comes. The plugin's manifest declares them; an event names one, with its input. */
import * as v from 'valibot';

/** A kind's name is the plugin's id, a dot, and a name within the plugin, as in led-bridge.light. */
export const ActionKindName = v.pipe(
  v.string(),
  v.regex(
    /^[a-z][a-z0-9-]{1,39}\.[a-z][a-z0-9-]{0,39}$/,
    'A kind of action is named by its plugin and a name, as in led-bridge.light.',
  ),
);

const MOST_FIELDS = 20;
const MOST_CHOICES = 50;
const Title = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const About = { title: v.optional(Title), description: v.optional(v.pipe(v.string(), v.maxLength(500))) };

/** One field of an action's input: that part of JSON Schema that a form can be made of, and that cannot be made to take long. */
export const InputField = v.variant('type', [
  v.strictObject({
    type: v.literal('string'),
    ...About,
    default: v.optional(v.pipe(v.string(), v.maxLength(2000))),
    maxLength: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2000))),
    enum: v.optional(
      v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.minLength(1), v.maxLength(MOST_CHOICES)),
    ),
  }),
  v.strictObject({
    type: v.picklist(['number', 'integer']),
    ...About,
    default: v.optional(v.number()),
    minimum: v.optional(v.number()),
    maximum: v.optional(v.number()),
  }),
  v.strictObject({ type: v.literal('boolean'), ...About, default: v.optional(v.boolean()) }),
]);
export type InputField = v.InferOutput<typeof InputField>;

/** What an action is given: an object of these fields, in this order. */
export const InputSchema = v.strictObject({
  type: v.optional(v.literal('object'), 'object'),
  properties: v.optional(
    v.pipe(
      v.record(
        v.pipe(
          v.string(),
          v.regex(/^[a-zA-Z][a-zA-Z0-9_-]{0,39}$/, 'A field is named by letters, digits, - and _.'),
        ),
        InputField,
      ),
      v.check(
        (fields) => Object.keys(fields).length <= MOST_FIELDS,
        `An action has ${MOST_FIELDS} fields at the most.`,
      ),
    ),
    {},
  ),
  required: v.optional(v.array(v.string()), []),
});
export type InputSchema = v.InferOutput<typeof InputSchema>;

export const ActionKind = v.object({
  kind: v.string(),
  title: v.string(),
  description: v.nullable(v.string()),
  input: InputSchema,
});
export type ActionKind = v.InferOutput<typeof ActionKind>;

/** What an event asks of a plugin. */
export const Action = v.strictObject({
  kind: ActionKindName,
  /** As the kind's schema has it; checked when the event is added, defaults filled in. */
  input: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])), {}),
});
export type Action = v.InferOutput<typeof Action>;
