import { defineConfig } from "vitest/config";

export default defineConfig({
  build: {
    target: "es2022",
    // Pages are served under a policy without inline script, style or data: links.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: ["index.html", "console.html", "crash.html"] },
  },
  test: { include: ["tests/**/*.test.ts", "tests/**/*.test.tsx"] },
});
