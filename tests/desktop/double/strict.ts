/** What the double has not got is told by its name: nothing of Electron's is silently undefined. */
const ASKED_BY_NODE = new Set([
  'then',
  'toJSON',
  'inspect',
  'constructor',
  'asymmetricMatch',
  'nodeType',
  '$$typeof',
]);

export function strict<T extends object>(name: string, object: T): T {
  return new Proxy(object, {
    get(target, key, receiver) {
      if (typeof key === 'string' && !(key in target) && !ASKED_BY_NODE.has(key) && !key.startsWith('_'))
        throw new Error(`The double has no ${name}.${key}.`);
      return Reflect.get(target, key, receiver) as unknown;
    },
  });
}
