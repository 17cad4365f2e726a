/** Made of docs/ when the pages are built: electron/build/guide/plugin.ts. */
declare module 'virtual:guide/*' {
  const pages: import('../shared/guide/pages.ts').GuidePage[];
  export default pages;
}
