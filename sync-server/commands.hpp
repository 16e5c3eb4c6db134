#pragma once
// The commands of ronda-server, each one function: options in, exit code out. main.cpp reads the command line.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/time.hpp"

namespace ronda::server {

struct ServeOptions {
  std::filesystem::path data;
  std::string listen = "127.0.0.1:8080";
  std::optional<std::filesystem::path> console;
  std::string public_url;  ///< empty: http://<listen>
  std::optional<Instant> clock;
  bool debug = false;
};
int serve(const ServeOptions& options);

struct UnitOptions {
  std::filesystem::path data;
  std::string name;
  std::string zone = "WITA";
  std::vector<std::string> letterhead;  ///< up to three lines
  std::string address;
  std::string place;
  std::string area;  ///< south,west,north,east in degrees
};
int add_unit(const UnitOptions& options);

struct UserOptions {
  std::filesystem::path data;
  std::string unit;  ///< name; empty: the only one
  std::string login;
  std::string name;
  std::string rank;
  std::string nrp;
  std::string role = "officer";
  bool password_from_stdin = false;  ///< else a random one is printed
};
int add_user(const UserOptions& options);
int change_password(const UserOptions& options);

struct ImportOptions {
  std::filesystem::path data;
  std::filesystem::path file;
  std::string unit;  ///< name; empty: the only one
  bool commit = false;
};
int import_file(const ImportOptions& options);

struct DemoOptions {
  std::filesystem::path data;
  bool plan_this_month = false;  ///< also plans and publishes what is left of the current month
  std::optional<Instant> clock;
};
int make_demo(const DemoOptions& options);

struct BackupOptions {
  std::filesystem::path data;
  std::filesystem::path to;  ///< a folder that is missing or empty
};
int back_up(const BackupOptions& options);

struct RestoreOptions {
  std::filesystem::path data;
  std::filesystem::path from;  ///< a folder made by back_up
  bool force = false;          ///< what lies in `data` is moved aside first
};
int restore(const RestoreOptions& options);

struct VerifyOptions {
  std::filesystem::path data;
};
int verify(const VerifyOptions& options);

}  // namespace ronda::server
