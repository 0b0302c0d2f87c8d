import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

const TYPED = {
  rules: {
    '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    'no-console': 'error',
  },
};

export default ts.config(
  { ignores: ['out/', 'out-test-*/', 'dist/', 'node_modules/'] },
  {
    files: ['**/*.ts', 'plugins/**/*.js'],
    ignores: ['overlay/**', 'palette/**'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    ...TYPED,
  },
  // Of a plugin, the console is its log.
  { files: ['tests/**/*.ts', 'plugins/**/*.js'], rules: { 'no-console': 'off' } },
  {
    // The pages, whose types are a browser's.
    files: ['overlay/**/*.{ts,svelte}', 'palette/**/*.{ts,svelte}'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: './tsconfig.pages.json',
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    ...TYPED,
  },
  // Behind the types' own, whose parser knows nothing of Svelte.
  svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: { 'svelte/require-each-key': 'error', 'prefer-const': 'off', 'svelte/prefer-const': 'error' },
  },
  {
    // What comes of another component has its type only for svelte-check, which sees to it; here it is `any`.
    files: ['**/*.svelte'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
