import { describe, expect, it } from 'vitest';
import { proxyVariable, refuseProxy } from '../../../main/sources/http-date/proxy.ts';

const PROXY = 'http://me:secret@proxy.example:3128';
const applies = (url: string, env: NodeJS.ProcessEnv) => proxyVariable(new URL(url), env);

describe('a proxy from the environment', () => {
  it.each([
    ['http://example.com', { HTTP_PROXY: PROXY }, 'HTTP_PROXY'],
    ['http://example.com', { http_proxy: PROXY, HTTP_PROXY: PROXY }, 'http_proxy'],
    ['https://example.com', { HTTPS_PROXY: PROXY }, 'HTTPS_PROXY'],
    ['https://example.com', { HTTP_PROXY: PROXY }, undefined],
    ['http://example.com', { HTTPS_PROXY: PROXY }, undefined],
    ['https://example.com', { ALL_PROXY: PROXY, https_proxy: PROXY }, 'https_proxy'],
    ['https://example.com', { all_proxy: PROXY }, 'all_proxy'],
    ['https://example.com', { HTTPS_PROXY: '' }, undefined],
    ['https://example.com', {}, undefined],
  ])('applies by scheme: %s with %j', (url, env, expected) => {
    expect(applies(url, env)).toBe(expected);
  });

  it.each(['http://localhost:8080', 'https://a.localhost', 'http://127.1.2.3', 'http://[::1]:80'])(
    'never stands before this machine: %s',
    (url) => {
      expect(applies(url, { ALL_PROXY: PROXY })).toBeUndefined();
    },
  );

  it.each([
    ['*', true],
    ['example.com', true],
    ['.example.com', true],
    ['*.example.com', true],
    ['EXAMPLE.com.', true],
    ['other.test, example.com', true],
    ['other.test www.example.com', true],
    ['www.example.com:8443', true],
    ['example.com:443', false],
    ['ample.com', false],
    ['w.example.com', false],
    ['', false],
    [',', false],
    ['.', false],
    ['10.0.0.0/8', false],
  ])('is bypassed for www.example.com:8443 by NO_PROXY=%j: %j', (list, isExempt) => {
    const env = { HTTPS_PROXY: PROXY, NO_PROXY: list };
    expect(applies('https://www.example.com:8443/x', env)).toBe(isExempt ? undefined : 'HTTPS_PROXY');
  });

  it.each([
    ['http://10.2.3.4', '10.0.0.0/8', true],
    ['http://10.2.3.4', '10.2.3.4', true],
    ['http://10.2.3.4:81', '10.2.3.4:81', true],
    ['http://10.2.3.4', '2.3.4', false],
    ['http://10.2.3.4', '10.0.0.0/40', false],
    ['http://11.2.3.4', '10.0.0.0/8', false],
    ['http://[fd00::5]', 'fd00::/8', true],
    ['http://[fd00::5]', 'fd00::5', true],
    ['http://[fd00::5]', '[fd00::5]:80', true],
    ['http://[fd00::5]', '10.0.0.0/8', false],
  ])('is bypassed for the address %s by no_proxy=%j: %j', (url, list, isExempt) => {
    expect(applies(url, { ALL_PROXY: PROXY, no_proxy: list, NO_PROXY: 'x' })).toBe(
      isExempt ? undefined : 'ALL_PROXY',
    );
  });

  it('is refused by name, without what it contains', () => {
    expect(() => refuseProxy(new URL('https://example.com:8443/x'), { HTTPS_PROXY: PROXY })).toThrow(
      expect.objectContaining({
        code: 'proxy',
        message:
          'HTTPS_PROXY is set, and a measurement through a proxy would time the proxy instead of example.com:8443: add example.com to NO_PROXY to measure it directly.',
      }),
    );
    expect(() => refuseProxy(new URL('https://example.com/'), {})).not.toThrow();
  });
});
