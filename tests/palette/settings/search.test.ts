import { describe, expect, it } from 'vitest';
import { isMeant } from '../../../palette/views/settings/search.ts';
import type { SettingKey } from '../../../palette/views/settings/setting.ts';
import { TABLE } from '../../../palette/views/settings/table.ts';

const found = (query: string) => (Object.keys(TABLE) as SettingKey[]).filter((key) => isMeant(key, query));

describe('searching settings', () => {
  it('finds all of them when nothing is typed', () => {
    expect(found('  ')).toHaveLength(Object.keys(TABLE).length);
  });

  it('finds by the words of either language, whatever their case', () => {
    expect(found('VOLUME')).toEqual(['sounds.volume']);
    expect(found('음량')).toContain('sounds.volume');
    expect(found('다크')).toEqual(['display.theme']);
  });

  it('finds by Hangul initials', () => {
    expect(found('ㅇㄹ')).toContain('sounds.volume');
    expect(found('ㅌㅁ')).toContain('display.theme');
    expect(found('ㅇㅊㄱㄱ')).toEqual(['sync.overrideGapMs']);
  });

  it('minds no spaces within Korean words', () => {
    expect(found('요청간격')).toEqual(['sync.overrideGapMs']);
  });

  it('wants every word', () => {
    expect(found('rate override')).toEqual(['sync.overrideGapMs']);
    expect(found('rate theme')).toEqual([]);
  });
});
