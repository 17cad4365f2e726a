import type { guide as reference } from '../pt-BR/guide.ts';

/** What the guide's pages of codes say beyond the program's own messages; no part of the texts on screen. */
export const guide: typeof reference = {
  page: {
    title: 'Codes',
    intro: [
      'Every screen, every finding of the audit and every error has a code of three characters. It is the same in Portuguese and in English, and its meaning never changes. Whoever calls support only has to read that code out.',
      'The letter says what it is: **T** is a screen, **A** or **W** is a finding of the audit, **X** or **Y** is an error. Two digits always follow.',
      'Where a message has a name, a path or a number, there is an ellipsis here (…).',
    ],
    made: 'This page is written by `npm run docs` from the messages of the program. Do not edit it by hand.',
    find: 'In the program, click on a code to get to what it means, or open “Guide” and type it. In a terminal:',
    kinds: { screen: 'Screens', finding: 'Findings and exceptions', error: 'Errors' },
    kindText: {
      screen: 'The code is at the top of each screen, beside its title.',
      finding:
        'A finding is what the audit found in the file. Where a value could not cross exactly as it was, the same cause appears among the exceptions afterwards, with the original kept.',
      error: 'An error says what happened and what to do now.',
    },
    answers: 'What each choice does',
    answersText:
      'A finding with a choice offers some of these. The first one is recommended. Where a choice changes a value, the original is kept among the exceptions.',
  },
  labels: {
    do: 'What to do',
    terminal: 'In a terminal',
    more: 'More',
    answers: 'Choices that may appear',
    value: 'Of a value',
    exit: 'exit code',
    code: 'code',
  },
  screens: {
    start:
      'The first screen. From here you begin a new migration, resume one that stopped, and open one that ended. “Try with sample data” writes a made-up database, to learn without risk.',
    connect:
      'Here you choose the file and the target. “Test and audit” is only there when both are filled in. Without a server, stay with “Local PostgreSQL”: the program takes care of it by itself.',
    audit:
      'What is in the file. Only what is under “Needs a decision” keeps you from going on. When in doubt, “Accept what is recommended for all” loses nothing.',
    before:
      'The summary before it begins. “Rehearse first” does everything in a temporary database and does not touch the target.',
    running:
      'The migration, the rehearsal, or the writing of the folder. Pausing waits; cancelling ends it, and what was written can be resumed. Closing the page in the browser does not stop a migration as long as the program is open.',
    validate:
      'The proof. At the top it says whether both sides are the same. Here you save the certificate, look at the exceptions and, while the new database is not in use, undo the migration.',
    prepare:
      'Before going live: what to check, and the last chance to bring over what AutoCore wrote since the copy. Nothing changes in AutoCore yet.',
    connection:
      'Here you choose the .env files of AutoCore and see each line that will change. Nothing is written before “Go live now”.',
    working:
      'Going live, or going back, stage by stage. If “Stop AutoCore now” appears, stop the services: the program waits and goes on by itself.',
    live: 'AutoCore points to PostgreSQL. Start the services. “Go back to SQLite…” remains possible at any time.',
    back: 'Shows what was written since going live and what going back will do. Nothing is swapped before the last button.',
    restored:
      'The SQLite file was made anew with everything and is in its place. Start the services. The file from before is kept beside it.',
    kit: 'Writes into a folder what the server and the application need: Docker or systemd, backups, Alembic, and the list of what changes in the code.',
    benchmark: 'Measures the same queries in SQLite and in PostgreSQL. It changes no data.',
    status:
      'How the target is today: size, partitions, connections, backups. What needs attention is at the top.',
    fleet: 'Many files at once, one schema for each vehicle. A vehicle that fails does not stop the others.',
  },
  families: {
    array: 'The column becomes a list of texts. This value is no list that it takes.',
    boolean:
      'The column holds yes or no. SQLite lets any number or word be written there; PostgreSQL does not.',
    bytes: 'The column holds bytes, and the value is of another type.',
    date: 'The column holds the day alone, and the value has a time as well.',
    enum: 'The column of the target takes the words of a list only.',
    form: 'The other values of the column are written in one and the same way, and this one is not.',
    interval: 'The column holds a duration.',
    json: 'The column holds JSON, and the text is no JSON that PostgreSQL keeps as it is.',
    network: 'The column of the target holds network addresses.',
    notNull: 'The column of the target requires a value.',
    number:
      'The column holds numbers of a certain size and precision. SQLite lets anything be written there; PostgreSQL does not.',
    text: 'The column holds text. The value is of another type, or has something that a text of PostgreSQL does not keep as it is.',
    time: 'The column holds dates or times. SQLite lets any text or number be written there; PostgreSQL only takes those that exist, in one form.',
    uuid: 'The column holds UUIDs.',
    value: 'The value is kept as bytes among the exceptions, so that none is lost.',
  },
  valueToDo:
    'Look at the examples in the finding: the value of today and what it will be. When in doubt, stay with the first choice. After the migration, the original is in the tab “Exceptions”.',
  titles: { usage: 'A command or an option that the program does not understand' },
  answers: {
    convert:
      'The column gets the new type (JSONB, UUID or list). The application has to change with it: the kit says where.',
    null: 'The value is empty in PostgreSQL, and the row crosses. The original value is kept among the exceptions.',
    text: 'The whole column becomes text. All values stay as they are, and the application reads texts in it.',
    asIs: 'It stays as the program planned, as the finding describes.',
    citext: 'The column compares without case, as in SQLite. The server has to allow the citext extension.',
    bigint: 'The column keeps the numbers as they are in the file, and not as dates.',
    timestamptz: 'The column keeps the instant with its time zone. The application gets times with a zone.',
    quarantine:
      'The whole row does not go to PostgreSQL. It is kept among the exceptions with all its values, and can be brought back later.',
    leaveOut: 'All rows cross, and the rule is not made in PostgreSQL.',
    withoutRows:
      'The migration goes on without the rows of this table. They remain in the SQLite file alone.',
    noPartitions: 'The table is not split by month. All rows are together.',
    months: 'The table has a partition for each month. Any PostgreSQL has them.',
    hypertable:
      'The table is a hypertable. The extension timescaledb has to stay in the database, and whoever restores a backup needs it too.',
    accept: 'Nothing to choose: it is just a note.',
    keepAll: 'All vehicles go to PostgreSQL.',
    keepText: 'The text stays as it is.',
    notValid: 'All old rows cross. The rule holds for new rows.',
    repair:
      'The value is written in the form that the column takes, as the example shows. The original is kept among the exceptions.',
    compare:
      'The value in the file is compared with what PostgreSQL computes. What differs shows in the validation.',
    setAside: 'What has no place in the target is kept among the exceptions.',
    create: 'The table is created, as in a usual migration.',
    add: 'The column is added to the table of the application. The finding shows the exact statement.',
    nullable:
      'The column of the target takes empty values from now on. The finding shows the exact statement.',
    widen: 'The column of the target gets a wider type. The finding shows the exact statement.',
    keep: 'The rows that are in the target stay. Those of the file join them; one whose key is taken is kept among the exceptions.',
    match:
      'Rows with the same key become one: that of the file counts. The others stay. Undoing gives back what was there.',
    replace:
      'The rows of the target go out and those of the file come in. Undoing gives back those that went.',
    fire: 'The triggers of the application act on each row that comes in, as if the application wrote it.',
    defaultPartition: 'Rows with unusual dates stay whole in the default partition of the table.',
    open: 'The columns take texts of any length, as SQLite does today.',
    declared:
      'The columns take texts up to the declared length alone. From now on PostgreSQL refuses a longer text.',
    enforce: 'The links between tables are made. PostgreSQL refuses new rows without the row they refer to.',
    index: 'The links are not enforced: new rows are taken even without the row they refer to.',
    whole: 'The indexes hold the whole values. A text that is too long is refused.',
    digests:
      'The indexes hold digests and beginnings. A text of any length fits; searching for it is slower.',
  },
  more: {
    'source.missing':
      'Have them read the path aloud. Most often it is a USB stick that was pulled out, or another drive letter on Windows. AutoCore uses the file that is in DATABASE_PATH of its .env.',
    'source.notSqlite':
      'A SQLite database begins with the words “SQLite format 3”. A file that was downloaded by half, a .zip with another name or a backup as text does not.',
    'source.encrypted':
      'The file does not begin as a SQLite database does, and what is in it looks random, as in an encrypted file. It may also be a broken file: ask whether another program still opens it.',
    'source.corrupt':
      'Do not try again with the same file. An SD card at the end of its life is the most common cause: copy what you can before anything else.',
    'source.busy':
      'Ask whether another program has the file open, such as DB Browser for SQLite with a change that is not written yet.',
    'source.walUnreadable':
      'Beside autocore.db there are autocore.db-wal and autocore.db-shm. The three always go together: the .db alone lacks the last writes.',
    'workspace.noSpace':
      'The safe copy needs space for the whole file. The working folder is on the disk of the user, not on that of the file.',
    'source.otherDatabase':
      'The program compares the identity of the database (vehicle, devices, rows in common), not the name of the file. Ask whether AutoCore was installed anew, or whether the file comes from another car.',
    internal:
      'It is a fault of the program. Ask for the log or the support bundle: without them there is no way to know the cause.',
    'run.busy':
      'Almost always it is the assistant itself, open in another window. The Task Manager has the process with the number that the message says.',
    'run.unknown':
      'Migrations are in the working folder of the user who made them. With another user of the computer, the list is another one.',
    'run.targetBehind':
      'Ask whether somebody restored a backup of the server. While the migration is not live, making the target equal is safe. Once live it is not: what the application wrote exists on the server alone.',
    'decisions.missing':
      'It is no failure. In the assistant it is the part “Needs a decision” of the audit. What is recommended loses nothing.',
    'validation.differences':
      'Ask whether the application, or somebody, wrote to PostgreSQL too early. That is the cause to look for first. The tab “Differences” shows the rows.',
    'target.unreachable':
      '“nobody answers at this port”: the computer was found, but PostgreSQL is off or on another port. “the name of the computer was not found”: the address is wrong.',
    'target.timeout':
      'No answer, not even a refusal, is almost always a firewall, or a computer that is off.',
    'target.auth':
      'When the password is right: the file pg_hba.conf of the server says who gets in, from where and how. The log of the server says which line refused.',
    'target.tls':
      'A certificate is for a name. Whoever types the IP number in place of the name gets this error when the name is checked.',
    'target.notEmpty':
      'Ask whose tables they are. Of an old migration: “Move what is there to a backup”. Made by the application itself: “Use the tables that the application made there”. When in doubt, another schema.',
    'target.live':
      'This lock protects the only place where the new data of the customer is. Do not look for a way around it.',
    'target.pooler':
      'Services in the cloud often give two addresses: one of the connection pooler, and a direct one. Use the direct one.',
    'target.lost':
      'Nothing is lost or repeated: what was written is noted in the target itself. Start the server and resume.',
    'target.noSpace': 'When there is space on the server, resume. Do not undo: what was loaded counts.',
    'server.start':
      'Look at the log of the server in the folder of the message: its last line says the cause. An antivirus that holds the data folder is a common case on Windows.',
    'server.networkFolder':
      'Network folders and folders that a cloud synchronises are no place for the data of a database. The usual folder of the user is.',
    'server.runtime': 'On Windows alone. It is the “Visual C++ Redistributable”, by Microsoft itself.',
    interrupted:
      'Somebody stopped the program, or the computer went off. Resuming goes on behind the last block that was written.',
    'sync.schemaChanged':
      'AutoCore was updated between the copy and now, and the update changed the tables. Make a new migration.',
    'cutover.sourceInUse':
      'On Linux the message says which process has the file. The auto_recovery cron job starts the services again: switch it off before you stop them.',
    'cutover.sourceChanged':
      'A service went on in SQLite after going live. The new rows of that file are not in PostgreSQL. Do not delete the file.',
    'cutover.envUnusable': 'No .env is left half written. Ask whom the file belongs to: often it is root.',
    'cutover.otherCopy':
      'Ask where that server came from. A standby that was promoted is known by itself; a restored backup has only what there was when the backup was made.',
    'cutover.smokeTest':
      'The program logs in as the application does, tries every table and takes the trial back. The message says which statement the server refused.',
    'restore.targetInUse':
      'While the application writes to PostgreSQL, going back could leave rows behind. The message says who is connected.',
    'restore.noServer':
      'Going back with the copy alone loses all that was written since going live. It is the last way out: try to start the server first.',
    'restore.bothWritten':
      'Delete nothing and do not repeat. Ask for the support bundle and both copies: somebody has to bring the rows together.',
    'restore.differences':
      'The file that was made anew does not take the place of the other while it is not equal to PostgreSQL. AutoCore remains where it was.',
    'host.noSession':
      'The link of the assistant works once. An old tab, or a link copied to another browser, works no more.',
    'host.silent':
      'Another process of the assistant hangs. Close it in the Task Manager (on Linux, by the number of the process). What was under way can be resumed.',
    'certificate.changed':
      'A certificate in JSON carries its own code. Where the code does not match, the content was changed after it was written.',
    'rows.orphans':
      'It happens because SQLite checks links only if the application asks for it. The row refers, for instance, to a device that was deleted.',
    'rows.checkViolated': 'The rule was made after the rows, or SQLite had it switched off.',
    'vehicles.several':
      'AutoCore works with one vehicle. Ask whether the file was copied from another car. Taking all of them loses nothing.',
    'clock.outliers':
      'A computer without a clock of its own, like a Raspberry Pi, starts in 1970. The dates are not corrected: nobody knows the right time.',
    'row.tooWide':
      'It only happens in tables with hundreds of columns. The whole row is kept among the exceptions.',
    'table.noKey':
      'Without a key there is no way to point at a row: the comparison counts equal rows on both sides.',
    'text.notUtf8':
      'The text was written by an old program of Windows. It is read as Windows-1252, which was common in Brazil; the original bytes are kept.',
    'text.nul': 'PostgreSQL keeps the NUL character in no text.',
    'time.impossible': 'For instance February 30. Nobody knows which day it was: the original is kept.',
    'time.brazilian': 'For instance 31/12/2024. It becomes 2024-12-31, and the original is kept.',
    'time.offset':
      'The time is converted to UTC. Whoever wants to keep the zone chooses instants with time zone.',
    'type.fallback':
      'The column gets a type that all its values fit. The application goes on reading what it read.',
    'future.strict':
      'It is no problem of the file today. It says what PostgreSQL will refuse tomorrow, if the application writes that.',
    'text.nocase':
      'SQLite treats “Motor” and “motor” as equal in these columns. PostgreSQL tells them apart where the application compares.',
    'telemetry.split':
      'Nothing to do: partitions by month are as good. The choice is there only where the server offers it.',
    'leftOut.view':
      'A view comes along only if it gives the same rows on both sides. The others lie as drafts in the folder of the migration.',
    'leftOut.trigger':
      'A trigger comes along only if it did the same in the same trials. The others lie as drafts in the folder of the migration.',
    'virtual.unreadable':
      'The table depends on a module that only the application loads. Without it, not even SQLite reads the rows.',
    server: 'PostgreSQL itself refused the row. Its words are in the exception.',
    'adopt.form': 'Nothing to do: it is just a note.',
    'adopt.triggers': 'Nothing to do: it is just a note.',
    'adopt.keyTaken':
      "The row of the file is kept whole among the exceptions. The application's own stays as it is.",
    'adopt.orphan':
      'The row is kept whole among the exceptions, for the row that it refers to is not in the target.',
    'adopt.rowsThere':
      'Ask what the rows are that are there already: initial data of the application, or real use?',
  },
};
