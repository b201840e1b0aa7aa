import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** Calls of node:test that start a test; the runner waits for them. */
const starters = ["test", "it", "describe", "suite", "before", "after"];

const CODE_ONLY = { skipBlankLines: true, skipComments: true };

export default defineConfig(
  {
    ignores: ["lib/dist/**", "lib/fast/kernels/**", "lib/*.mjs"],
  },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: "../tsconfig.json",
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "max-lines": ["error", { max: 200, ...CODE_ONLY }],
      "max-lines-per-function": ["error", { max: 60, ...CODE_ONLY }],
      "no-var": "error",
      "prefer-const": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-floating-promises": [
        "error",
        {
          allowForKnownSafeCalls: [
            { from: "package", package: "node:test", name: starters },
          ],
        },
      ],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      // Functions here are free of `this`, so taking one off is safe.
      "@typescript-eslint/unbound-method": "off",
    },
  },
  {
    files: ["**/*.test.ts"],
    rules: { "max-lines": "off", "max-lines-per-function": "off" },
  },
  {
    // Answers of learners, as they were tried: long lists of mistakes.
    files: ["lib/testing/attempts/*.ts"],
    rules: {
      "max-lines": "off",
      "max-lines-per-function": "off",
      "no-useless-assignment": "off",
    },
  },
  {
    // A prediction with its numbers as arguments: one call, with its texts.
    files: ["lib/exercises/chapters/*/*.ts"],
    rules: { "max-lines-per-function": ["error", { max: 100, ...CODE_ONLY }] },
  },
  {
    // Factories: functions that share what one closure holds. Each of them is
    // short; ESLint counts them all as lines of the factory as well.
    files: ["lib/fast/ops/*.ts", "lib/fast/memory.ts"],
    rules: { "max-lines-per-function": ["error", { max: 95, ...CODE_ONLY }] },
  },
  {
    // The set-up runs before anything is installed: plain JavaScript.
    files: ["**/*.cjs"],
    languageOptions: {
      globals: {
        require: "readonly",
        module: "writable",
        process: "readonly",
        console: "readonly",
        __dirname: "readonly",
        NodeJS: "readonly",
      },
    },
    rules: {
      "@typescript-eslint/no-require-imports": "off",
      "@typescript-eslint/explicit-module-boundary-types": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-unsafe-call": "off",
    },
  },
  {
    files: ["lib/tools/setup/bootstrap.cjs"],
    rules: { "no-var": "off" },
  },
);
