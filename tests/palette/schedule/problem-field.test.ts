import { expect, it } from 'vitest';
import { fieldOf } from '../../../palette/views/schedule/problem-field.ts';

it('puts a problem beside the field that its code is about', () => {
  expect(fieldOf({ title: 'time-passed', detail: '' })).toBe('time');
  expect(fieldOf({ title: 'no-such-day', detail: '' })).toBe('date');
  expect(fieldOf({ title: 'webhook-header', detail: '' })).toBe('headers');
  expect(fieldOf({ title: 'private-address', detail: '' })).toBe('url');
});

it('puts it beside the field that the sentence names, or the whole that it is a part of', () => {
  const invalid = (name: string) =>
    fieldOf({ title: 'input-invalid', detail: `The field "${name}" cannot be used: x.` });
  expect(invalid('webhook.retry.intervalMs')).toBe('intervalS');
  expect(invalid('webhook.headers.Bad Name')).toBe('headers');
  expect(invalid('alarms.2.by')).toBe('alarms');
});

it('puts what is wrong with an action beside its field, or beside the action itself', () => {
  const refused = (detail: string) => fieldOf({ title: 'action-input-invalid', detail });
  expect(refused('The field "colour" of the action led-bridge.light must be a text.')).toBe('action.colour');
  expect(refused('The action led-bridge.light needs the field "url": give it.')).toBe('action.url');
  expect(refused('The action led-bridge.light has no field "x": leave it out.')).toBe('action');
  expect(fieldOf({ title: 'unknown-action', detail: '' })).toBe('action');
  const detail = 'The field "action.input.url" cannot be used: x.';
  expect(fieldOf({ title: 'input-invalid', detail })).toBe('action.url');
});

it('leaves what nobody can tell to the foot of the form', () => {
  expect(fieldOf({ title: 'too-many-events', detail: 'There are 1000 events already.' })).toBeNull();
  expect(fieldOf({ title: 'constructor', detail: 'The field "constructor" cannot be used: x.' })).toBeNull();
});
