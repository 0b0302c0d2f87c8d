import * as v from 'valibot';

/**
 * What a token allows: read servers, estimates, events, health · start and cancel syncs · create and remove events ·
 * be told of triggers and alarms · change servers and settings, and see and make tokens.
 */
export const PERMISSIONS = ['read', 'sync', 'schedule', 'trigger', 'manage'] as const;

/** What a plugin may ask for: whoever manages can give itself everything, so no plugin does. */
export const PLUGIN_PERMISSIONS = ['read', 'sync', 'schedule', 'trigger'] as const;

export const Permission = v.picklist(PERMISSIONS);
export type Permission = v.InferOutput<typeof Permission>;
