/** Development in a browser: a core from the sources with a folder of its own, and the pages as they change. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { restCall } from '../../api/client/rest.ts';
import type { BridgeFile } from '../bridge/bridge-file.ts';
import { startCore } from '../core.ts';
import { startDevServer } from './dev-server.ts';

export interface Development {
  /** Each with a code that lets a browser in. */
  readonly overlay: string;
  readonly palette: string;
  readonly core: string;
  close(): Promise<void>;
}

export interface DevelopmentOptions {
  readonly root: string;
  readonly folder: string;
  /** Given each sentence that a person should read. */
  readonly tell: (sentence: string) => void;
}

/** Rejects with a Failure, also when another core has the folder; nothing is left running then. */
export async function startDevelopment({ root, folder, tell }: DevelopmentOptions): Promise<Development> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const core = await startCore({ folder, tell, serve: { port: 0 } });
  try {
    const { address, token } = JSON.parse(readFileSync(join(folder, 'bridge.json'), 'utf8')) as BridgeFile;
    const pages = await startDevServer(root, address);
    const call = restCall(address, token);
    const pageAt = async (name: string) => {
      const { code } = await call('makeCode', {});
      return `${pages.address}/${name}#code=${code}`;
    };
    return {
      overlay: await pageAt('overlay'),
      palette: await pageAt('palette'),
      core: address,
      close: async () => {
        await pages.close();
        await core.close();
      },
    };
  } catch (error) {
    await core.close();
    throw error;
  }
}
