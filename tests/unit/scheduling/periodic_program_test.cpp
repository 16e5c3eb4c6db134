// `ronda-plan pvrp` as a person calls it, its plans judged by the independent check.py beside the classic instances.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace ronda::scheduling::periodic {
namespace {

namespace fs = std::filesystem;

struct Ran {
  int exit_code = -1;
  std::string text;
};

Ran run(const std::string& command) {
  Ran ran;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return ran;
  char buffer[4096];
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) ran.text.append(buffer, n);
  const int status = ::pclose(pipe);
  if (WIFEXITED(status)) ran.exit_code = WEXITSTATUS(status);
  return ran;
}

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

class RondaPlanPvrp : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(program)) GTEST_SKIP() << "the program ronda-plan has not been built";
    folder = fs::temp_directory_path() / ("ronda-pvrp-test-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    std::ofstream(folder / "tiny") << tiny;
  }
  void TearDown() override { fs::remove_all(folder); }

  std::string file(const std::string& name) const { return (folder / name).string(); }
  Ran plan(const std::string& instance, const std::string& out, const std::string& more) const {
    return run(program.string() + " pvrp --instance " + instance + " --out " + out + " " + more);
  }

  const std::string tiny =
      "1 1 3 2\n40 10\n40 10\n0 0 0 0 0 0 0\n1 10 0 1 4 2 1 3\n2 10 10 1 4 1 2 1 2\n3 0 10 1 4 1 2 1 2\n";
  const fs::path program = fs::path(RONDA_BIN_DIR) / "ronda-plan";
  const fs::path shared = fs::path(RONDA_SOURCE_DIR) / ".." / "shared" / "pvrp";
  fs::path folder;
};

class SharedInstance : public RondaPlanPvrp {
 protected:
  void SetUp() override {
    if (!fs::exists(shared / "check.py")) GTEST_SKIP() << "../shared/pvrp with check.py and instances is not there";
    RondaPlanPvrp::SetUp();
  }
  Ran judge(const std::string& instance, const std::string& out) const {
    return run("python3 " + (shared / "check.py").string() + " " + instance + " " + out);
  }
  std::string instance(const std::string& name) const { return (shared / "instances" / name).string(); }
};

TEST_F(SharedInstance, HasALegalPlanAfterAShortSearch) {
  for (const char* name : {"p01", "p02", "p06", "p24", "pr01"}) {
    SCOPED_TRACE(name);
    const std::string out = file("plan.json");
    const Ran planned = plan(instance(name), out, "--iterations 150 --seed 3");
    ASSERT_EQ(planned.exit_code, 0) << planned.text;
    const Ran judged = judge(instance(name), out);
    EXPECT_EQ(judged.exit_code, 0) << judged.text;
  }
}

TEST_F(SharedInstance, IsPlannedTheSameWayTwice) {
  for (const char* out : {"a.json", "b.json"})
    ASSERT_EQ(plan(instance("pr01"), file(out), "--iterations 40 --seed 9 --threads 2").exit_code, 0);
  EXPECT_EQ(content(file("a.json")), content(file("b.json")));
}

TEST_F(SharedInstance, IsPlannedAsFarAsItGoesWhenInterrupted) {
  const std::string out = file("plan.json");
  const Ran stopped = run("timeout --signal=INT 2 " + program.string() + " pvrp --instance " + instance("pr01") +
                          " --out " + out + " --seconds 600");
  EXPECT_EQ(judge(instance("pr01"), out).exit_code, 0) << stopped.text;
}

TEST_F(RondaPlanPvrp, WritesAPlanAndOneLineOfFigures) {
  const Ran planned = plan(file("tiny"), file("plan.json"), "--seconds 0.1");
  ASSERT_EQ(planned.exit_code, 0) << planned.text;
  EXPECT_EQ(planned.text.rfind("instance=tiny customers=3 days=2 visits=4 routes=2 cost=68.2843 ", 0), 0U)
      << planned.text;
  EXPECT_EQ(planned.text.find('\n'), planned.text.size() - 1);
  EXPECT_EQ(content(file("plan.json")).rfind(R"({"instance":"tiny","days":[{"day":1,"routes":[[)", 0), 0U);
}

TEST_F(RondaPlanPvrp, NamesTheFileAndTheLineOfWhatIsWrong) {
  std::size_t lines = 0;
  for (std::size_t at = 0; at + 1 < tiny.size(); at = tiny.find('\n', at) + 1, ++lines) {
    std::ofstream(folder / "cut", std::ios::trunc) << tiny.substr(0, at);
    const Ran planned = plan(file("cut"), file("plan.json"), "--seconds 0.1");
    EXPECT_EQ(planned.exit_code, 2) << "cut at line " << lines;
    EXPECT_EQ(planned.text.rfind(file("cut") + ":" + std::to_string(std::max<std::size_t>(1, lines)) + ": ", 0), 0U)
        << planned.text;
  }
  EXPECT_EQ(lines, 7U);
  EXPECT_FALSE(fs::exists(file("plan.json")));
  EXPECT_EQ(plan(file("absent"), file("plan.json"), "").exit_code, 2);
  EXPECT_EQ(plan(folder.string(), file("plan.json"), "").exit_code, 2);
  EXPECT_EQ(plan(file("tiny"), file("plan.json"), "--seconds 1 --iterations 5").exit_code, 2);
  EXPECT_EQ(plan(file("tiny"), file("plan.json"), "--seconds -1").exit_code, 2);
}

TEST_F(RondaPlanPvrp, SaysWhenThereIsNoPlanOrNoPlaceToWriteIt) {
  std::ofstream(folder / "narrow") << "1 1 1 1\n0 3\n0 0 0\n1 1 1 0 4 1 1 1\n";
  const Ran narrow = plan(file("narrow"), file("plan.json"), "--seconds 0.1");
  EXPECT_EQ(narrow.exit_code, 1);
  EXPECT_NE(narrow.text.find("no plan within the limits"), std::string::npos) << narrow.text;
  EXPECT_FALSE(fs::exists(file("plan.json")));
  EXPECT_EQ(plan(file("tiny"), file("no/such/folder.json"), "--seconds 0.1").exit_code, 1);
}

}  // namespace
}  // namespace ronda::scheduling::periodic
