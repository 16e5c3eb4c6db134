// The program ronda-plan on the shared months of rounds, judged by the independent check.py beside them.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace ronda::scheduling::testing {
namespace {

namespace fs = std::filesystem;

struct Outcome {
  int exit_code = -1;
  std::string text;
};

Outcome run(const std::string& command) {
  Outcome outcome;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return outcome;
  char buffer[4096];
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) outcome.text.append(buffer, n);
  const int status = ::pclose(pipe);
  if (WIFEXITED(status)) outcome.exit_code = WEXITSTATUS(status);
  return outcome;
}

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// The number after `name=` in a line of figures, -1 if it is not there.
double figure(const std::string& line, const std::string& name) {
  const std::size_t begin = line.find(" " + name + "=");
  return begin == std::string::npos ? -1 : std::stod(line.substr(begin + name.size() + 2));
}

class RondaPlan : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(program)) GTEST_SKIP() << "the program ronda-plan has not been built";
    folder = fs::temp_directory_path() / ("ronda-plan-test-" + std::to_string(::getpid()));
    fs::create_directories(folder);
  }
  void TearDown() override { fs::remove_all(folder); }

  std::string file(const std::string& name) const { return (folder / name).string(); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(folder / name) << text;
    return file(name);
  }
  std::string generate(const std::string& size, int seed) const {
    const std::string path = file(size + ".json");
    const Outcome made =
        run("python3 " + (rounds / "gen.py").string() + " " + size + " " + std::to_string(seed) + " " + path);
    EXPECT_EQ(made.exit_code, 0) << made.text;
    return path;
  }
  Outcome plan(const std::string& problem, const std::string& out, const std::string& more) const {
    return run(program.string() + " rounds --problem " + problem + " --out " + out + " " + more);
  }
  Outcome judge(const std::string& problem, const std::string& out) const {
    return run("python3 " + (rounds / "check.py").string() + " " + problem + " " + out);
  }

  const fs::path program = fs::path(RONDA_BIN_DIR) / "ronda-plan";
  const fs::path rounds = fs::path(RONDA_SOURCE_DIR) / ".." / "shared" / "rounds";
  fs::path folder;
};

class SharedMonth : public RondaPlan {
 protected:
  void SetUp() override {
    if (!fs::exists(rounds / "check.py")) GTEST_SKIP() << "../shared/rounds with gen.py and check.py is not there";
    RondaPlan::SetUp();
  }
};

TEST_F(SharedMonth, OfASmallUnitIsUsable) {
  for (int seed = 1; seed <= 5; ++seed) {
    SCOPED_TRACE("small " + std::to_string(seed));
    const std::string problem = generate("small", seed), out = file("plan.json");
    const Outcome planned = plan(problem, out, "--iterations 4000 --seed 1");
    ASSERT_EQ(planned.exit_code, 0) << planned.text;
    const Outcome judged = judge(problem, out);
    EXPECT_EQ(judged.exit_code, 0) << judged.text;
    EXPECT_LE(figure(judged.text, "unplanned"), 15) << judged.text;
  }
}

TEST_F(SharedMonth, OfACityIsUsableAndComplete) {
  const std::string problem = generate("city", 1), out = file("plan.json");
  const Outcome planned = plan(problem, out, "--iterations 20000 --seed 1");
  ASSERT_EQ(planned.exit_code, 0) << planned.text;
  const Outcome judged = judge(problem, out);
  EXPECT_EQ(judged.exit_code, 0) << judged.text;
  EXPECT_EQ(figure(judged.text, "unplanned"), 0) << judged.text;
  EXPECT_GE(figure(judged.text, "weekday_entropy"), 0.78) << judged.text;
  EXPECT_LE(figure(judged.text, "travel_min_per_visit"), 9.4) << judged.text;
}

TEST_F(SharedMonth, IsPlannedTheSameWayTwice) {
  const std::string problem = generate("small", 2);
  for (const char* out : {"a.json", "b.json"})
    ASSERT_EQ(plan(problem, file(out), "--iterations 2000 --seed 9 --threads 2").exit_code, 0);
  EXPECT_EQ(content(file("a.json")), content(file("b.json")));
}

TEST_F(SharedMonth, KeepsThePublishedPlan) {
  const std::string problem = generate("small", 3), before = file("before.json"), after = file("after.json");
  ASSERT_EQ(plan(problem, before, "--iterations 4000").exit_code, 0);
  const Outcome kept = plan(problem, after, "--iterations 1000 --seed 2 --keep " + before);
  ASSERT_EQ(kept.exit_code, 0) << kept.text;
  EXPECT_EQ(judge(problem, after).exit_code, 0);
  EXPECT_LE(figure(kept.text, "moved"), 0.1 * figure(kept.text, "published")) << kept.text;
}

TEST_F(SharedMonth, IsWrittenAsFarAsItIsWhenInterrupted) {
  const std::string problem = generate("small", 4), out = file("plan.json");
  const Outcome stopped = run("timeout --signal=INT 1 " + program.string() + " rounds --problem " + problem +
                              " --out " + out + " --seconds 600");
  EXPECT_GE(figure(stopped.text, "planned"), 200) << stopped.text;
  EXPECT_LT(figure(stopped.text, "seconds"), 60) << stopped.text;
  EXPECT_EQ(judge(problem, out).exit_code, 0);
}

TEST_F(RondaPlan, ExplainsItselfAndSaysItsVersion) {
  EXPECT_NE(run(program.string() + " --help").text.find("Exit codes"), std::string::npos);
  EXPECT_NE(run(program.string() + " rounds --help").text.find("--keep"), std::string::npos);
  const Outcome version = run(program.string() + " --version");
  EXPECT_EQ(version.exit_code, 0);
  EXPECT_EQ(version.text.rfind("ronda-plan ", 0), 0U);
}

TEST_F(RondaPlan, AnswersWrongArgumentsWithTwo) {
  EXPECT_EQ(run(program.string()).exit_code, 2);
  EXPECT_EQ(run(program.string() + " rounds").exit_code, 2);
  EXPECT_EQ(plan("x.json", "y.json", "--seconds -1").exit_code, 2);
}

TEST_F(RondaPlan, NamesTheFileThatCannotBeRead) {
  const Outcome outcome = plan(file("nowhere.json"), file("out.json"), "");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.text, file("nowhere.json") + ": cannot be read\n");
}

TEST_F(RondaPlan, NamesTheLineOfBrokenJson) {
  const Outcome outcome = plan(write("broken.json", "{\n\"days\": 30,\n\"name\" 4}"), file("out.json"), "");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.text.rfind(file("broken.json") + ":3:", 0), 0U) << outcome.text;
}

TEST_F(RondaPlan, NamesThePathOfAWrongField) {
  const std::string start = R"({"name":"n","days":30,"first_weekday":0,"speed_kmh":20,"detour":1.3,)"
                            R"("spacing":{"4":[4,12]},"depots":[{"id":1,"x":0,"y":0}],)"
                            R"("teams":[{"id":1,"depot":1,"work":[{"day":3,"band":"M","budget":300}]}],"lodgings":[)";
  const std::string inn = R"({"id":1,"x":1,"y":1,"visits":4,"service":20})";
  EXPECT_EQ(plan(write("good.json", start + inn + "]}"), file("out.json"), "--iterations 10").exit_code, 0);
  const std::vector<std::pair<std::string, std::string>> mistakes = {
      {R"({"id":2,"x":1,"y":1,"visits":3,"service":20})", "/lodgings/1/visits"},
      {R"({"id":2,"x":1,"y":1,"visits":-4,"service":20})", "/lodgings/1/visits"},
      {R"({"id":2,"x":"1","y":1,"visits":4,"service":20})", "/lodgings/1/x"},
      {R"({"id":1,"x":1,"y":1,"visits":4,"service":20})", "/lodgings/1"},
      {R"({"id":2,"x":1,"y":1,"visits":4,"service":20,"bands":"MX"})", "/lodgings/1/bands"},
      {R"({"id":2,"x":1,"y":1,"visits":4,"service":20,"blackout_days":[3,31]})", "/lodgings/1/blackout_days/1"},
      {R"({"id":2,"x":1,"y":1,"visits":4,"service":20,"closed_weekdays":[7]})", "/lodgings/1/closed_weekdays/0"},
  };
  for (const auto& [second, where] : mistakes) {
    const Outcome outcome = plan(write("bad.json", start + inn + "," + second + "]}"), file("out.json"), "");
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.text.rfind(file("bad.json") + ": " + where + ":", 0), 0U) << outcome.text;
  }
}

TEST_F(RondaPlan, SaysWhenThePlanCannotBeWritten) {
  const std::string problem =
      write("empty.json", R"({"days":30,"first_weekday":0,"speed_kmh":20,"detour":1.3,"spacing":{},)"
                          R"("depots":[],"teams":[],"lodgings":[]})");
  EXPECT_EQ(plan(problem, file("no/such/folder/out.json"), "--iterations 1").exit_code, 1);
}

}  // namespace
}  // namespace ronda::scheduling::testing
