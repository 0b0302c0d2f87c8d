import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { ActionKind, InputSchema } from '../../../api/protocol/action.ts';
import { checkInput } from '../../../main/plugins/action-input.ts';
import {
  actionValues,
  readAction,
  shownInput,
  type TypedInput,
} from '../../../palette/views/schedule/action-form.ts';

const kindOf = (input: object): ActionKind => ({
  kind: 'led-bridge.light',
  title: 'Light',
  description: null,
  input: v.parse(InputSchema, input),
});
const LIGHT = kindOf({
  properties: {
    url: { type: 'string', maxLength: 20 },
    colour: { type: 'string', default: 'red', enum: ['red', 'blue'] },
    seconds: { type: 'number', default: 10, minimum: 0, maximum: 60 },
    times: { type: 'integer', minimum: 1 },
    note: { type: 'string', default: 'on air' },
    isLoud: { type: 'boolean' },
  },
  required: ['url'],
});

const typed = (fields: Record<string, TypedInput>, given: Parameters<typeof actionValues>[0] = null) => ({
  ...actionValues(given),
  kind: LIGHT.kind,
  typed: { [LIGHT.kind]: fields },
});
const read = (fields: Record<string, TypedInput>) => readAction(typed(fields), [LIGHT]);

describe('what was typed for an action', () => {
  it('becomes an input that the core takes, with what is shown and was not touched', () => {
    const { action, problems } = read({ url: 'http://led', times: ' 3 ' });
    expect(problems).toEqual({});
    expect(action).toEqual({
      kind: 'led-bridge.light',
      input: { url: 'http://led', colour: 'red', seconds: 10, times: 3, note: 'on air', isLoud: false },
    });
    expect(checkInput(LIGHT, action?.input ?? {})).toEqual(action?.input);
  });

  it('leaves out what is empty, but for a text whose default was cleared', () => {
    const { action } = read({ url: 'x', seconds: '', note: '' });
    expect(action?.input).toEqual({ url: 'x', colour: 'red', note: '', isLoud: false });
  });

  it('says of each field what is wrong with it', () => {
    const problemWith = (field: string, value: string) =>
      read({ url: 'x', [field]: value }).problems[`action.${field}`];
    expect(problemWith('url', ' ')).toBe('missing');
    expect(problemWith('url', 'x'.repeat(21))).toBe('too-long');
    expect(problemWith('seconds', 'ten')).toBe('no-number');
    expect(problemWith('seconds', '61')).toBe('limits');
    expect(problemWith('times', '1.5')).toBe('not-whole');
    expect(problemWith('times', '0')).toBe('limits');
  });

  it('counts characters as people do', () => {
    expect(read({ url: '🎫'.repeat(20) }).problems).toEqual({});
  });

  it('is nothing when no action is chosen, and another kind’s when that is', () => {
    const values = typed({ url: 'x' });
    expect(readAction({ ...values, kind: '' }, [LIGHT])).toEqual({ action: null, problems: {} });
    expect(shownInput(values, 'other.kind', 'url', { type: 'string' })).toBe('');
    expect(shownInput(values, LIGHT.kind, 'url', { type: 'string' })).toBe('x');
  });

  it('may be of a field with any name', () => {
    const kind = kindOf({ properties: { constructor: { type: 'string' } } });
    expect(readAction({ ...actionValues(null), kind: kind.kind }, [kind]).action?.input).toEqual({});
  });
});

describe('the action of an event that is copied', () => {
  const given = { kind: LIGHT.kind, input: { url: 'http://led', seconds: 5, isLoud: true, colour: 'green' } };

  it('is there again, but for a choice that there is no more', () => {
    expect(readAction(actionValues(given), [LIGHT]).action?.input).toEqual({
      url: 'http://led',
      seconds: 5,
      note: 'on air',
      isLoud: true,
    });
  });

  it('is told when nobody does it any more', () => {
    expect(readAction(actionValues(given), [])).toEqual({
      action: given,
      problems: { action: 'action-gone' },
    });
  });

  it('is taken as it is while nobody knows which kinds there are', () => {
    expect(readAction(actionValues(given), null)).toEqual({ action: given, problems: {} });
  });
});
