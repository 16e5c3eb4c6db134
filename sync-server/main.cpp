// ronda-server: reads the command line (flags before environment before default) and calls one command.

#include <CLI/CLI.hpp>

#include "shared/crypto/crypto.hpp"
#include "sync-server/commands.hpp"
#include "sync-server/host.hpp"
#include "sync-server/import_bundle.hpp"

namespace {

using namespace ronda;
using namespace ronda::server;

constexpr const char* kFooter =
    "Options may also come from the environment: RONDA_DATA, RONDA_LISTEN, RONDA_CONSOLE, RONDA_PUBLIC_URL, "
    "RONDA_CLOCK.\n"
    "A flag goes before the environment, the environment before the default.\n\n"
    "Exit codes: 0 done, 1 failed or not all of it could be taken, 2 wrong usage or input, 3 no data folder, 4 port "
    "taken, 5 data of a newer version,\n"
    "            6 disk full, 7 data in use by another server.";

struct ClockOption {
  std::string text;

  void add_to(CLI::App& command) {
    command.add_option("--clock", text, "Start the clock at this instant (RFC 3339), for drills and tests")
        ->envname("RONDA_CLOCK");
  }
  Result<std::optional<Instant>> value() const {
    if (text.empty()) return std::optional<Instant>();
    auto at = parse_instant(text);
    if (!at) return bad_input("--clock takes an instant such as 2026-12-01T01:00:00Z", text);
    return std::optional<Instant>(*at);
  }
};

void add_data(CLI::App& command, std::filesystem::path& data) {
  command.add_option("--data", data, "Folder of the database and the photos")->required()->envname("RONDA_DATA");
}

void add_password(CLI::App& command, UserOptions& user) {
  command.add_option("--login", user.login, "3 to 32 of a-z, 0-9, dot and dash")->required();
  command.add_flag("--password-stdin", user.password_from_stdin,
                   "Read the password from standard input; else one is made");
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Ronda's server: register, rounds, inspections and notices of a police unit"};
  app.set_version_flag("--version", std::string("ronda-server ") + RONDA_VERSION);
  app.footer(kFooter);
  app.require_subcommand(1);

  ServeOptions serving;
  ClockOption serving_clock;
  std::string console;
  auto* serve_command = app.add_subcommand("serve", "Serve the devices, the console and the managers' pages");
  add_data(*serve_command, serving.data);
  serve_command->add_option("--listen", serving.listen, "ADDRESS:PORT; port 0 takes any free one")
      ->envname("RONDA_LISTEN")
      ->capture_default_str();
  serve_command->add_option("--console", console, "Folder of the built console")->envname("RONDA_CONSOLE");
  serve_command->add_option("--public-url", serving.public_url, "How devices and managers reach this server")
      ->envname("RONDA_PUBLIC_URL");
  serve_command->add_flag("--debug", serving.debug, "Log more");
  serving_clock.add_to(*serve_command);

  UnitOptions unit;
  auto* unit_command = app.add_subcommand("unit", "Units")->require_subcommand(1);
  auto* unit_add = unit_command->add_subcommand("add", "Add a unit; makes the data folder when it is missing");
  add_data(*unit_add, unit.data);
  unit_add->add_option("--name", unit.name, "For example \"Polresta Kupang Kota\"")->required();
  unit_add->add_option("--area", unit.area, "south,west,north,east in degrees; the register must lie in it")
      ->required();
  unit_add->add_option("--zone", unit.zone, "WIB, WITA or WIT")->capture_default_str();
  unit_add->add_option("--letterhead", unit.letterhead, "A line of the letterhead; up to three times");
  unit_add->add_option("--address", unit.address, "As in letters");
  unit_add->add_option("--place", unit.place, "The town letters are dated from");

  UserOptions user;
  auto* user_command = app.add_subcommand("user", "People who sign in to the console")->require_subcommand(1);
  auto* user_add = user_command->add_subcommand("add", "Add an officer with a login");
  add_data(*user_add, user.data);
  add_password(*user_add, user);
  user_add->add_option("--name", user.name)->required();
  user_add->add_option("--rank", user.rank);
  user_add->add_option("--nrp", user.nrp);
  user_add->add_option("--role", user.role, "head, officer or admin")->capture_default_str();
  user_add->add_option("--unit", user.unit, "Name of the unit; not needed when there is one");
  auto* user_password = user_command->add_subcommand("password", "Set a new password; ends the user's sessions");
  add_data(*user_password, user.data);
  add_password(*user_password, user);

  ImportOptions importing;
  bool dry_run = false;
  auto* import_command =
      app.add_subcommand("import", "Read a CSV list of lodgings; a dry run unless --commit is given");
  add_data(*import_command, importing.data);
  import_command->add_option("file", importing.file, "The list")->required();
  import_command->add_option("--unit", importing.unit, "Name of the unit; not needed when there is one");
  auto* commit_flag = import_command->add_flag("--commit", importing.commit, "Write what is accepted");
  import_command->add_flag("--dry-run", dry_run, "Change nothing (the default)")->excludes(commit_flag);

  DemoOptions demo;
  ClockOption demo_clock;
  auto* demo_command = app.add_subcommand("demo", "Make a unit with officers, teams and 207 invented lodgings");
  add_data(*demo_command, demo.data);
  demo_command->add_flag("--plan-this-month", demo.plan_this_month,
                         "Also plan and publish what is left of the current month");
  demo_clock.add_to(*demo_command);

  BackupOptions backing;
  auto* backup_command = app.add_subcommand("backup", "Copy database, photos and keys; also while the server runs");
  add_data(*backup_command, backing.data);
  backup_command->add_option("to", backing.to, "A folder that is missing or empty")->required();

  RestoreOptions restoring;
  auto* restore_command = app.add_subcommand("restore", "Put a backup into a data folder, as a new epoch");
  add_data(*restore_command, restoring.data);
  restore_command->add_option("--from", restoring.from, "A folder made by backup")->required();
  restore_command->add_flag("--force", restoring.force, "Move aside what lies in the data folder");

  BundleOptions bundle;
  ClockOption bundle_clock;
  auto* bundle_command =
      app.add_subcommand("import-bundle", "Take a device's records and photos from a file; also while the server runs");
  add_data(*bundle_command, bundle.data);
  bundle_command->add_option("file", bundle.file, "Written by `ronda-field export-bundle` or saved from the app")
      ->required();
  bundle_clock.add_to(*bundle_command);

  VerifyOptions verifying;
  auto* verify_command = app.add_subcommand("verify", "Hold every record, root and photo against the ledger");
  add_data(*verify_command, verifying.data);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : static_cast<int>(Exit::bad_usage);
  }
  if (auto started = crypto::start(); !started) return tell(started.error());
  for (auto [clock, into] :
       {std::pair{&serving_clock, &serving.clock}, {&demo_clock, &demo.clock}, {&bundle_clock, &bundle.clock}}) {
    auto value = clock->value();
    if (!value) return tell(value.error());
    *into = *value;
  }
  if (!console.empty()) serving.console = console;

  if (serve_command->parsed()) return serve(serving);
  if (unit_add->parsed()) return add_unit(unit);
  if (user_add->parsed()) return add_user(user);
  if (user_password->parsed()) return change_password(user);
  if (import_command->parsed()) return import_file(importing);
  if (backup_command->parsed()) return back_up(backing);
  if (restore_command->parsed()) return restore(restoring);
  if (bundle_command->parsed()) return import_bundle_file(bundle);
  if (verify_command->parsed()) return verify(verifying);
  return make_demo(demo);
}
