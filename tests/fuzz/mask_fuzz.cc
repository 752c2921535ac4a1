// Field masks: the first line says with bits what the sent task holds, each further
// line is a path.
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/message_differencer.h"
#include "runtime/resource/resource_test.pb.h"
#include "runtime/schema/fields.h"
#include "tests/fuzz/driver.h"

namespace {

using google::protobuf::util::MessageDifferencer;
using lotse::kerneltest::Task;

Task Stored() {
  Task task;
  task.set_name("programmes/p/tasks/t");
  task.set_title("old");
  task.set_state(Task::STATE_OPEN);
  task.mutable_due_date()->set_year(2026);
  task.set_effort_hours(4);
  task.set_code("c");
  task.add_steps()->set_title("a");
  task.mutable_evidence()->set_name("x");
  task.mutable_create_time()->set_seconds(5);
  task.set_etag("3");
  return task;
}

Task Sent(unsigned char bits) {
  Task task;
  if (bits & 1) task.set_title("new");
  if (bits & 2) task.mutable_due_date()->set_month(7);
  if (bits & 4) task.add_steps()->set_title("z");
  if (bits & 8) task.add_external_ids()->set_value("v");
  if (bits & 16) task.set_name("programmes/p/tasks/other");
  if (bits & 32) task.set_state(Task::STATE_DONE);
  if (bits & 64) task.mutable_create_time()->set_seconds(99);
  if (bits & 128) task.set_town("administrations/a");
  return task;
}

// The names of the fields of the task that differ.
std::set<std::string> Different(const Task& a, const Task& b) {
  std::set<std::string> out;
  for (int i = 0; i < Task::descriptor()->field_count(); ++i) {
    const auto* field = Task::descriptor()->field(i);
    MessageDifferencer differencer;
    if (!differencer.CompareWithFields(a, b, {field}, {field})) out.insert(field->name());
  }
  return out;
}

// Ends the run where a promise is broken.
void Require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto schema =
      *lotse::schema::Schema::Compile({"lotse.kerneltest.KernelTestService"});
  static const lotse::schema::Kind& kind = *schema->KindOf(Task::descriptor());
  if (size == 0) return 0;
  const Task stored = Stored();
  const Task sent = Sent(data[0]);
  const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
  google::protobuf::FieldMask mask;
  std::set<std::string> named;
  for (const std::string& path : std::vector<std::string>(absl::StrSplit(text, '\n'))) {
    mask.add_paths(path);
    named.insert(path.substr(0, path.find('.')));
  }
  Task task = stored;
  lotse::rpc::FieldViolations violations;
  lotse::schema::ApplyMask(kind, &mask, "m", sent, &task, &violations);
  const std::set<std::string> different = Different(stored, task);
  for (const auto& violation : violations) {
    const bool too_many = mask.paths_size() > lotse::schema::kMaxMaskPaths;
    Require(too_many ? violation.field == "m.paths" : absl::StartsWith(violation.field, "m.paths["),
            "a violation names the path");
  }
  if (!violations.empty()) {
    Require(different.empty(), "a wrong mask changes nothing");
    return 0;
  }
  for (const std::string& field : different) {
    Require(named.count("*") + named.count(field) > 0, "only what is named changes");
  }
  for (const char* field : {"name", "state", "create_time", "etag"}) {
    Require(different.count(field) == 0, "what only the server sets stays");
  }
  Task again = task;
  lotse::schema::ApplyMask(kind, &mask, "m", sent, &again, &violations);
  Require(Different(task, again).empty(), "a second time changes nothing");
  if (named.count("*") > 0) {
    Task want = sent;
    want.set_name(stored.name());
    Require(lotse::schema::SameContent(kind, want, task), "* makes it what was sent");
  }
  return 0;
}

std::vector<std::string> FuzzSeeds() { return {std::string("\0title\0", 7)}; }

std::vector<std::string> FuzzTokens() {
  return {"*",
          "title",
          "due_date",
          "due_date.month",
          "steps",
          "steps.title",
          "state",
          "name",
          "etag",
          "create_time",
          "external_ids",
          "evidence",
          "evidence.name",
          "town",
          ".",
          "\n",
          "create_time.seconds",
          "\xff"};
}
