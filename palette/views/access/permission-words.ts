/** What each permission of a token allows, in words. */
import type { Output } from '../../../api/client/client.ts';
import { words } from '../../../overlay/page/language.svelte.ts';

export type Permission = Output<'listTokens'>[number]['permissions'][number];

/** The order in which they are shown; all but the last are given unless the person says otherwise. */
export const PERMISSIONS = ['read', 'sync', 'schedule', 'trigger', 'manage'] as const satisfies Permission[];

export const permissionWords = words(
  {
    read: { name: 'Read', does: 'see servers, estimates, events, settings and health' },
    sync: { name: 'Sync', does: 'start and end syncs' },
    schedule: { name: 'Schedule', does: 'add and remove events' },
    trigger: { name: 'Be told', does: 'be told of triggers and alarms' },
    manage: {
      name: 'Manage',
      does: 'change servers and settings, and make tokens with any permission: a master key',
    },
  },
  {
    read: { name: '읽기', does: '서버, 추정값, 예약, 설정, 상태 보기' },
    sync: { name: '동기화', does: '동기화 시작과 중단' },
    schedule: { name: '예약', does: '예약 추가와 삭제' },
    trigger: { name: '알림 받기', does: '예약 실행과 알림을 전달받기' },
    manage: { name: '관리', does: '서버와 설정 변경, 모든 권한의 토큰 만들기(마스터 키)' },
  },
);
