import { readFile, writeFile } from 'node:fs/promises';
import { BrowserWindow } from 'electron';
import { documentAddress } from './address.ts';
import type { Documents } from './documents.ts';

/** Prints a self-contained page to a PDF file, in a window that nobody sees and no script runs in. */
export function pdfPrinter(documents: Documents): (html: string, pdf: string) => Promise<void> {
  return async (html, pdf) => {
    const window = new BrowserWindow({
      show: false,
      webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, javascript: false },
    });
    try {
      await documents.during(await readFile(html, 'utf8'), async (token) => {
        await window.loadURL(documentAddress(token));
        const printed = await window.webContents.printToPDF({ pageSize: 'A4', printBackground: true });
        await writeFile(pdf, printed);
      });
    } finally {
      window.destroy();
    }
  };
}
