import { expect, test } from 'vitest';
import { ENDPOINTS } from '../../../api/protocol/endpoints.ts';
import { openApi } from '../../../api/server/openapi.ts';
import { ask, startBridge } from './bridge.ts';

type Json = Record<string, unknown>;

/** Every `$ref` in a document, at whatever depth. */
function refsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { $ref } = value as { $ref?: string };
  return [...($ref === undefined ? [] : [$ref]), ...Object.values(value).flatMap(refsIn)];
}

function resolve(document: unknown, ref: string): unknown {
  return ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((part, key) => (part as Json | undefined)?.[key], document);
}

test('the document is told without a token, and is the same as is made', async (t) => {
  const bridge = await startBridge(t);
  const answer = await ask(bridge, { path: '/openapi.json', token: null });
  expect(answer.status).toBe(200);
  expect(answer.json).toEqual(JSON.parse(JSON.stringify(openApi('0.0.0-test'))));
  expect(answer.json).toMatchObject({
    openapi: '3.1.0',
    info: { title: 'Ticketime', version: '0.0.0-test' },
  });
});

test('every endpoint of the table is in it, with its input, output and status', () => {
  const document = openApi('1') as { paths: Record<string, Record<string, Json>> };
  for (const [name, { method, path, permission, summary, status, output }] of Object.entries(ENDPOINTS)) {
    const operation = document.paths[path.replace(/:(\w+)/g, '{$1}')][method.toLowerCase()];
    expect(operation).toMatchObject({ operationId: name, summary: `${summary} (permission: ${permission})` });
    const responses = operation.responses as Record<string, Json>;
    expect(Object.keys(responses)).toEqual([String(status), 'default']);
    expect('content' in responses[status]).toBe(output !== null);
    const named = Array.from(path.matchAll(/:(\w+)/g), ([, field]) => field);
    const parameters = (operation.parameters ?? []) as { name: string; in: string; required: boolean }[];
    expect(parameters.filter((each) => each.in === 'path').map((each) => each.name)).toEqual(named);
    expect(parameters.every((each) => each.in !== 'path' || each.required)).toBe(true);
  }
});

test('every reference resolves, and everything that has a name is used', () => {
  const document = JSON.parse(JSON.stringify(openApi('1'))) as { components: { schemas: Json } };
  const refs = refsIn(document);
  expect(refs.length).toBeGreaterThan(50);
  expect(refs.filter((ref) => resolve(document, ref) === undefined)).toEqual([]);
  const used = new Set(refs.map((ref) => ref.replace('#/components/schemas/', '')));
  expect(Object.keys(document.components.schemas).filter((name) => !used.has(name))).toEqual([]);
  expect(JSON.stringify(document)).not.toContain('"$defs"');
});

test('what a body needs and may have is told, without what is in the path', () => {
  const document = openApi('1') as {
    paths: Record<string, Record<string, Json>>;
    components: { schemas: Json };
  };
  expect(document.components.schemas.NewServer).toMatchObject({
    type: 'object',
    required: ['url'],
    additionalProperties: false,
    properties: { url: { type: 'string', maxLength: 2048 }, favourite: { type: 'boolean' } },
  });
  const sync = document.paths['/servers/{id}/sync'].post.requestBody as Json;
  const schema = (sync.content as Record<string, { schema: Json }>)['application/json'].schema;
  expect(Object.keys(schema.properties as Json)).toEqual(['mode', 'samples', 'watchSeconds']);
  expect(schema.required).toEqual([]);
  expect(sync.required).toBe(false);
});
