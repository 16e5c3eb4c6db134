// Every problem word of shared/base/error.hpp as three short sentences: what happened, what is safe, what to do.
// test/problems.test.ts reads the header and fails when a word is missing here.

import { prefs, type Lang } from "../prefs.svelte.ts";

export interface Beats {
  what: string;
  safe: string;
  act: string;
}

const beats = (what: string, safe: string, act: string): Beats => ({ what, safe, act });

export const problemWords: Record<string, Record<Lang, Beats>> = {
  bad_input: {
    id: beats("Ada isian yang belum cocok.", "Isian lain tetap tersimpan.", "Perbaiki bagian yang ditandai, lalu coba lagi."),
    en: beats("One of the entries does not fit.", "The other entries are kept.", "Correct the marked part and try again."),
  },
  not_found: {
    id: beats("Yang Anda cari tidak ada di sini.", "Tidak ada data yang berubah.", "Kembali ke daftar, atau kirim dan terima data dulu."),
    en: beats("What you are looking for is not here.", "Nothing was changed.", "Go back to the list, or sync first."),
  },
  conflict: {
    id: beats("Ini sudah berubah sejak Anda membukanya.", "Kedua versi masih ada.", "Muat lagi, lihat keduanya, lalu pilih."),
    en: beats("This changed after you opened it.", "Both versions still exist.", "Reload, look at both, then choose."),
  },
  forbidden: {
    id: beats("Akun Anda belum berwenang untuk ini.", "Tidak ada data yang berubah.", "Hubungi Kanit bila Anda memang perlu."),
    en: beats("Your account may not do this.", "Nothing was changed.", "Ask the unit head if you need it."),
  },
  unauthenticated: {
    id: beats("Anda perlu masuk lagi.", "Isian di perangkat ini tetap ada.", "Masuk, lalu lanjutkan dari tempat tadi."),
    en: beats("You need to sign in again.", "What is on this device is kept.", "Sign in and carry on where you were."),
  },
  too_large: {
    id: beats("Berkas atau isian ini terlalu besar.", "Yang sudah tersimpan tetap aman.", "Perkecil atau bagi dua, lalu coba lagi."),
    en: beats("This file or entry is too large.", "What was saved is safe.", "Make it smaller or split it, then try again."),
  },
  too_many: {
    id: beats("Terlalu banyak percobaan dalam waktu singkat.", "Data Anda aman.", "Tunggu sebentar, lalu coba lagi."),
    en: beats("Too many attempts in a short time.", "Your data is safe.", "Wait a moment, then try again."),
  },
  stale_cursor: {
    id: beats("Perangkat ini tertinggal jauh dari server.", "Catatan yang menunggu tetap aman di perangkat.", "Kirim sekarang: data akan diambil lengkap dari awal."),
    en: beats("This device is far behind the server.", "Waiting records are safe on the device.", "Sync now: the data will be fetched in full."),
  },
  stale_schema: {
    id: beats("Aplikasi ini lebih lama daripada yang diminta server.", "Catatan yang menunggu tetap aman di perangkat.", "Perbarui aplikasi, lalu kirim lagi."),
    en: beats("This app is older than the server asks for.", "Waiting records are safe on the device.", "Update the app, then sync again."),
  },
  busy: {
    id: beats("Sedang sibuk dengan pekerjaan lain.", "Tidak ada yang hilang.", "Coba lagi sebentar lagi."),
    en: beats("It is busy with other work.", "Nothing was lost.", "Try again in a moment."),
  },
  io_failed: {
    id: beats("Penyimpanan perangkat tidak menjawab.", "Yang terakhir bertanda tersimpan tetap ada.", "Coba lagi. Bila berulang, mulai ulang perangkat dan beri tahu Kanit."),
    en: beats("The device's storage did not answer.", "Everything last shown as saved is kept.", "Try again. If it repeats, restart the device and tell the unit head."),
  },
  corrupt: {
    id: beats("Sebagian data tidak terbaca sebagaimana mestinya.", "Data di server dan catatan tersegel tidak diubah.", "Jangan hapus aplikasi. Hubungi Kanit."),
    en: beats("Part of the data cannot be read as it should.", "Data on the server and sealed records were not touched.", "Do not remove the app. Call the unit head."),
  },
  unsupported_version: {
    id: beats("Kedua pihak memakai versi yang berbeda.", "Data di perangkat ini aman.", "Perbarui aplikasi atau hubungi pengelola server."),
    en: beats("The two sides use different versions.", "The data on this device is safe.", "Update the app or ask the administrator."),
  },
  method_not_allowed: {
    id: beats("Permintaan ini tidak dikenal di alamat itu.", "Tidak ada data yang berubah.", "Perbarui aplikasi atau hubungi pengelola server."),
    en: beats("That address does not know this request.", "Nothing was changed.", "Update the app or ask the administrator."),
  },
  timeout: {
    id: beats("Jawaban terlalu lama ditunggu.", "Data tetap aman di perangkat ini.", "Coba lagi, atau lanjutkan bekerja dulu."),
    en: beats("The answer took too long.", "Everything is safe on this device.", "Try again, or carry on working."),
  },
  expired: {
    id: beats("Masa berlakunya sudah lewat.", "Data Anda tidak berubah.", "Minta kode atau tautan yang baru."),
    en: beats("It is no longer valid.", "Your data is unchanged.", "Ask for a new code or link."),
  },
  wrong_code: {
    id: beats("Kode itu tidak cocok.", "Perangkat ini belum berubah.", "Periksa lagi kodenya. Kode hanya berlaku sekali."),
    en: beats("That code does not match.", "This device is unchanged.", "Check the code again. A code works only once."),
  },
  wrong_password: {
    id: beats("Nama atau kata sandi tidak cocok.", "Akun Anda aman.", "Periksa lagi, atau minta Kanit membuat sandi baru."),
    en: beats("The name or the password does not match.", "Your account is safe.", "Check them, or ask for a new password."),
  },
  foreign_host: {
    id: beats("Halaman ini dibuka lewat alamat yang tidak dikenal.", "Tidak ada data yang dikirim.", "Buka lewat alamat yang diberikan unit Anda."),
    en: beats("This page was opened through an unknown address.", "No data was sent.", "Open it through the address your unit gave you."),
  },
  incomplete: {
    id: beats("Masih ada yang belum diisi.", "Semua isian tersimpan.", "Buka bagian yang kurang, lalu selesaikan."),
    en: beats("Something is still missing.", "All answers are saved.", "Open what is missing and complete it."),
  },
  sealed: {
    id: beats("Pemeriksaan ini sudah disegel.", "Isinya tersimpan dan tidak berubah.", "Perubahan hanya lewat koreksi."),
    en: beats("This inspection is already sealed.", "Its content is kept unchanged.", "Changes go through a correction only."),
  },
  revoked: {
    id: beats("Perangkat ini sudah dicabut izinnya.", "Catatan di dalamnya masih bisa dikirim untuk diperiksa.", "Hubungi Kanit untuk mendaftarkan ulang."),
    en: beats("This device's permission was withdrawn.", "Its records can still be sent for review.", "Ask the unit head to enrol it again."),
  },
  bad_signature: {
    id: beats("Tanda keaslian catatan tidak cocok.", "Catatan aslinya tetap disimpan.", "Jangan hapus apa pun. Hubungi Kanit."),
    en: beats("A record's proof of origin does not match.", "The original record is kept.", "Do not delete anything. Call the unit head."),
  },
  gap: {
    id: beats("Ada catatan yang belum sampai di server.", "Semua catatan masih ada di perangkat ini.", "Kirim lagi: yang kurang akan menyusul."),
    en: beats("Some records have not reached the server.", "All records are still on this device.", "Sync again: the missing ones will follow."),
  },
  fork: {
    id: beats("Dua perangkat memakai identitas yang sama.", "Catatan dari keduanya disimpan.", "Hubungi Kanit untuk mendaftarkan ulang perangkat ini."),
    en: beats("Two devices use the same identity.", "The records of both are kept.", "Ask the unit head to enrol this device again."),
  },
  disk_full: {
    id: beats("Ruang penyimpanan habis.", "Yang sudah tersimpan aman.", "Kosongkan ruang atau kirim dulu, lalu coba lagi."),
    en: beats("There is no space left.", "What was saved is safe.", "Free some space or sync first, then try again."),
  },
  stale_version: {
    id: beats("Orang lain mengubah ini lebih dulu.", "Kedua versi masih ada.", "Muat lagi, lihat keduanya, lalu simpan."),
    en: beats("Someone else changed this first.", "Both versions still exist.", "Reload, look at both, then save."),
  },
  unreachable: {
    id: beats("Server tidak terjangkau.", "Semua aman di perangkat ini.", "Lanjutkan saja. Dicoba lagi otomatis."),
    en: beats("The server cannot be reached.", "Everything is safe on this device.", "Carry on. It will be tried again."),
  },
  cancelled: {
    id: beats("Pekerjaan ini dihentikan.", "Tidak ada data yang hilang.", "Mulai lagi bila masih perlu."),
    en: beats("This was stopped.", "No data was lost.", "Start again if it is still needed."),
  },
  truncated: {
    id: beats("Data terpotong di tengah jalan.", "Yang lama tetap utuh.", "Coba lagi dengan jaringan yang lebih baik."),
    en: beats("The data was cut off on the way.", "What was there before is whole.", "Try again with a better network."),
  },
};

const unknown: Record<Lang, Beats> = {
  id: beats("Ada yang tidak berjalan semestinya.", "Yang bertanda tersimpan tetap ada.", "Coba lagi. Bila berulang, beri tahu Kanit."),
  en: beats("Something did not work as it should.", "Everything shown as saved is kept.", "Try again. If it repeats, tell the unit head."),
};

/** The three beats of a problem word; an unknown word gets honest general ones. */
export function problemBeats(code: string, lang: Lang = prefs.lang): Beats {
  return (problemWords[code] ?? unknown)[lang];
}

/** The three beats as one line, for a toast or a live region. */
export function problemSentence(code: string, lang: Lang = prefs.lang): string {
  const { what, safe, act } = problemBeats(code, lang);
  return `${what} ${safe} ${act}`;
}
