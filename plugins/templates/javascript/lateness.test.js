import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latenessWords } from './lateness.js';

await test('how late something was has as many digits as help', () => {
  assert.equal(latenessWords(0.214), '0.21 ms late');
  assert.equal(latenessWords(1234.5), '1235 ms late');
  assert.equal(latenessWords(-3), '3.00 ms early');
});
