import { defineConfig } from "vitest/config";

/** All that is the crash bench's alone begins with its name: it is left out of what is deployed. */
function nameOf({ moduleIds }: { moduleIds: string[] }): string {
  const own = moduleIds.length > 0 && moduleIds.every((id) => id.includes("/src/crash/"));
  return own ? "assets/crash-[name]-[hash].js" : "assets/[name]-[hash].js";
}

export default defineConfig({
  build: {
    target: "es2022",
    // Pages are served under a policy without inline script, style or data: links.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: ["index.html", "console.html", "crash.html"],
      output: { chunkFileNames: nameOf },
    },
  },
  // Nothing here waits for real: the time is there so that a hang ends, on a busy machine too.
  test: { include: ["tests/**/*.test.ts", "tests/**/*.test.tsx"], testTimeout: 60_000 },
});
