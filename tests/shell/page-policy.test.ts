import { expect, test } from 'vitest';
import { policyOf } from '../../main/shell/page-policy.ts';

/** Directive -> what it lets through. */
function contentOf(server: string | null): Map<string, readonly string[]> {
  const directives = policyOf(server)['Content-Security-Policy'].split('; ');
  return new Map(
    directives.map((directive) => {
      const [name, ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
}

test('a built page loads its own files, and nothing of any network', () => {
  expect(Object.fromEntries(contentOf(null))).toEqual({
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'font-src': ["'self'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'media-src': ["'self'", 'data:', 'blob:'],
    'connect-src': ["'self'", 'data:', 'blob:'],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  });
});

test('a built page runs no script and wears no style that is written into it', () => {
  expect(policyOf(null)['Content-Security-Policy']).not.toMatch(/unsafe|http|ws:|\*/);
});

test('in development, Vite’s server and its socket are let through, and nothing else is', () => {
  const [built, live] = [contentOf(null), contentOf('http://localhost:5173')];
  const added = [...live].map(([name, sources]) => [
    name,
    sources.filter((one) => !built.get(name)?.includes(one)),
  ]);
  expect([...live.keys()]).toEqual([...built.keys()]);
  expect(Object.fromEntries(added.filter(([, sources]) => sources.length > 0))).toEqual({
    'script-src': ["'unsafe-inline'", 'http://localhost:5173', 'ws://localhost:5173'],
    'style-src': ["'unsafe-inline'"],
    'connect-src': ['http://localhost:5173', 'ws://localhost:5173'],
  });
});

test('what a page is served keeps its type, its opener and its address to itself', () => {
  expect(policyOf(null)).toMatchObject({
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
  });
});
