/** Which references of standard time are asked, and in which order. */
import type { ReferenceTime } from './reference-time.ts';

export interface ReferenceSettings {
  /** The first that answers is taken; empty for none at all. */
  readonly order: readonly ReferenceTime['source'][];
  /** `host` or `host:port`, asked together. Three or more, for only a majority unmasks a wrong one. */
  readonly ntpHosts: readonly string[];
  /** The address of a web site that shows the time. */
  readonly referenceSite: string;
}

/**
 * Three operators: Cloudflare (near everywhere), and the national laboratories of Korea (KRISS) and Japan (NICT).
 *
 * - None of them smears leap seconds. Around one, Google's, Amazon's and Facebook's servers are up to half a second off
 *   UTC, and would seem to be wrong beside these: such servers must not be mixed in.
 * - pool.ntp.org asks software that has it as its default to register a zone of its own first
 *   (https://www.ntppool.org/vendors.html). Whoever wants it may name it in the settings.
 * - The page that ticket buyers know is Navyism's.
 */
export const REFERENCE_DEFAULTS: ReferenceSettings = {
  order: ['sntp', 'reference-site'],
  ntpHosts: ['time.cloudflare.com', 'time.kriss.re.kr', 'ntp.nict.jp'],
  referenceSite: 'https://time.navyism.com',
};
