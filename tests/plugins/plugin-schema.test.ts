/** `plugins/plugin.schema.json`, by which editors complete and check a plugin.json. `npm test -- plugin-schema -u` writes it anew. */
import { toJsonSchema } from '@valibot/to-json-schema';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { ManifestFile } from '../../main/plugins/manifest-schema.ts';

test('the schema that editors use is the one that plugins are checked with', async () => {
  const schema = {
    title: 'A plugin of Ticketime',
    ...toJsonSchema(ManifestFile, {
      target: 'draft-07', // the newest one that editors know whole
      typeMode: 'input',
      errorMode: 'ignore', // checks that no schema can tell
    }),
  };
  const text = await format(JSON.stringify(schema), { parser: 'json', printWidth: 110 });
  await expect(text).toMatchFileSnapshot('../../plugins/plugin.schema.json');
});
