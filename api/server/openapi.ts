/** `/openapi.json`: OpenAPI 3.1 out of the same table and schemas that serve and validate. */
import {
  toJsonSchema,
  toJsonSchemaDefs,
  type ConversionConfig,
  type JsonSchema,
} from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { ENDPOINTS, SyncStarted, type Endpoint } from '../protocol/endpoints.ts';
import {
  Alarm,
  EventDetail,
  Firing,
  NewEvent,
  Retry,
  ScheduledEvent,
  Webhook,
  WebhookAttempt,
} from '../protocol/event.ts';
import { AppHealth, Client } from '../protocol/health.ts';
import { Estimate } from '../protocol/measurement.ts';
import { Permission } from '../protocol/permission.ts';
import { Problem } from '../protocol/problem.ts';
import { PROBLEM_MEDIA_TYPE } from '../protocol/problem-error.ts';
import { Reading } from '../protocol/reading.ts';
import { Drift, Health, NewServer, OffsetNow, ServerDetail, ServerSummary } from '../protocol/server.ts';
import { Settings } from '../protocol/settings.ts';
import { MadeCode, MadeToken, NewToken, Token } from '../protocol/token.ts';

/** What is told by name; everything else is told where it stands. */
const NAMED = {
  Alarm,
  AppHealth,
  Client,
  Drift,
  Estimate,
  EventDetail,
  Firing,
  Health,
  MadeCode,
  MadeToken,
  NewEvent,
  NewServer,
  NewToken,
  OffsetNow,
  Permission,
  Problem,
  Reading,
  Retry,
  ScheduledEvent,
  ServerDetail,
  ServerSummary,
  Settings,
  SyncStarted,
  Token,
  Webhook,
  WebhookAttempt,
} satisfies Record<string, GenericSchema>;

const CONFIG: ConversionConfig = {
  target: 'draft-2020-12',
  typeMode: 'input',
  errorMode: 'ignore', // checks that no schema can tell
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
};

type Json = Record<string, unknown>;

export function openApi(version: string): Json {
  const paths: Record<string, Json> = {
    '/openapi.json': {
      get: { ...operation('openApi', 'This document'), security: [], responses: anObject() },
    },
    '/session': { post: sessionOperation() },
  };
  for (const [name, endpoint] of Object.entries(ENDPOINTS) as [string, Endpoint][]) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[endpoint.method.toLowerCase()] = operationOf(name, endpoint);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Ticketime', version, license: { name: 'MIT', identifier: 'MIT' } },
    paths,
    components: {
      schemas: toJsonSchemaDefs(NAMED, CONFIG),
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
    security: [{ token: [] }],
  };
}

function operationOf(
  name: string,
  { path, method, permission, summary, input, output, status }: Endpoint,
): Json {
  const inPath = Array.from(path.matchAll(/:(\w+)/g), ([, field]) => field);
  const schema = schemaOf(input);
  const properties = Object.entries(schema.properties ?? {});
  const others = properties.filter(([field]) => !inPath.includes(field));
  const takesBody = method === 'POST' || method === 'PATCH';
  const parameters = properties
    .filter(([field]) => inPath.includes(field) || !takesBody)
    .map(([field, about]) => ({
      name: field,
      in: inPath.includes(field) ? 'path' : 'query',
      required: inPath.includes(field) || (schema.required ?? []).includes(field),
      schema: about,
    }));
  return {
    ...operation(name, `${summary} (permission: ${permission})`),
    ...(parameters.length > 0 && { parameters }),
    ...(takesBody && others.length > 0 && { requestBody: bodyOf(input, schema, inPath) }),
    responses: {
      [status]: { description: 'Done', ...(output && { content: json(refOf(output)) }) },
      default: problem(),
    },
  };
}

function bodyOf(input: GenericSchema, schema: JsonSchema, inPath: readonly string[]): Json {
  const required = (schema.required ?? []).filter((field) => !inPath.includes(field));
  const properties = Object.fromEntries(
    Object.entries(schema.properties ?? {}).filter(([field]) => !inPath.includes(field)),
  );
  const body = inPath.length === 0 ? refOf(input) : { ...schema, properties, required };
  return { required: required.length > 0, content: json(body) };
}

function sessionOperation(): Json {
  const body = { type: 'object', properties: { code: { type: 'string' } }, required: ['code'] };
  return {
    ...operation('openSession', 'Exchanges a code for a cookie: good once, within a minute'),
    security: [],
    requestBody: { required: true, content: json(body) },
    responses: { 204: { description: 'The cookie is set' }, default: problem() },
  };
}

const operation = (operationId: string, summary: string): Json => ({ operationId, summary });
const json = (schema: unknown): Json => ({ 'application/json': { schema } });
const anObject = (): Json => ({ 200: { description: 'Done', content: json({ type: 'object' }) } });
const problem = (): Json => ({
  description: 'Why not (RFC 9457)',
  content: { [PROBLEM_MEDIA_TYPE]: { schema: refOf(Problem) } },
});

/** By its name, where it has one. */
function refOf(schema: GenericSchema): JsonSchema {
  return told(toJsonSchema(schema, { ...CONFIG, definitions: NAMED }));
}

/** Itself, with what lies in it by name. */
function schemaOf(schema: GenericSchema): JsonSchema {
  const others = Object.fromEntries(Object.entries(NAMED).filter(([, named]) => named !== schema));
  return told(toJsonSchema(schema, { ...CONFIG, definitions: others }));
}

/** What is named stands once in the document, under `components`. */
function told(schema: JsonSchema): JsonSchema {
  delete schema.$schema;
  delete schema.$defs;
  return schema;
}
