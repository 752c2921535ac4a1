#include "runtime/schema/fields.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "runtime/resource/resource_test.pb.h"

namespace lotse::schema {
namespace {

using google::protobuf::FieldMask;
using google::protobuf::TextFormat;
using google::protobuf::util::MessageDifferencer;
using kerneltest::Project;
using kerneltest::Task;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Task Parse(const std::string& text) {
  Task task;
  EXPECT_TRUE(TextFormat::ParseFromString(text, &task)) << text;
  return task;
}

class FieldsTest : public ::testing::Test {
 protected:
  FieldsTest()
      : schema_(*Schema::Compile({"lotse.kerneltest.KernelTestService"})),
        kind_(*schema_->KindOf(Task::descriptor())) {}

  static std::vector<std::string> Fields(const rpc::FieldViolations& violations) {
    std::vector<std::string> out;
    for (const auto& violation : violations) out.push_back(violation.field);
    return out;
  }

  std::unique_ptr<Schema> schema_;
  const Kind& kind_;
};

TEST_F(FieldsTest, ClearsWhatOnlyTheServerSets) {
  Task task = Parse(
      "name: 'n' title: 't' state: STATE_DONE code: 'c' etag: '7' "
      "create_time { seconds: 1 } update_time { seconds: 2 } "
      "delete_time { seconds: 3 } steps { title: 's' }");
  ClearOutputOnly(*kind_.rule, &task);
  EXPECT_EQ(task.ShortDebugString(),
            Parse("name: 'n' title: 't' code: 'c' steps { title: 's' }").ShortDebugString());
}

TEST_F(FieldsTest, ClearsWhatIsPersonalAlsoWithin) {
  Task task = Parse(
      "title: 't' assignee: 'Ada' steps { title: 'a' helper: 'Bob' } "
      "steps { title: 'b' }");
  EXPECT_TRUE(ClearPersonal(*kind_.rule, &task));
  EXPECT_EQ(task.ShortDebugString(),
            Parse("title: 't' steps { title: 'a' } steps { title: 'b' }").ShortDebugString());
  EXPECT_FALSE(ClearPersonal(*kind_.rule, &task));
  Task inner_only = Parse("steps { title: 'a' helper: 'Bob' }");
  EXPECT_TRUE(ClearPersonal(*kind_.rule, &inner_only));
}

TEST_F(FieldsTest, FindsWhatIsMissing) {
  const struct {
    const char* task;
    std::vector<std::string> fields;
  } cases[] = {
      {"title: 't'", {}},
      {"", {"task.title"}},
      {"title: 't' steps { title: 'a' } steps { helper: 'h' }", {"task.steps[1].title"}},
      {"steps { } steps { }", {"task.title", "task.steps[0].title", "task.steps[1].title"}},
      {"title: ''", {"task.title"}},
  };
  for (const auto& c : cases) {
    rpc::FieldViolations violations;
    CheckRequired(*kind_.rule, Parse(c.task), "task", &violations);
    EXPECT_EQ(Fields(violations), c.fields) << c.task;
  }
}

TEST_F(FieldsTest, SaysOneThingOfAField) {
  const struct {
    const char* said;
    size_t all;
  } cases[] = {{"task.title", 1},
               {"task.title.words[1]", 1},
               {"task.title[0]", 1},
               {"task.titles", 2},
               {"task", 2}};
  for (const auto& c : cases) {
    rpc::FieldViolations violations = {{c.said, "is wrong"}};
    CheckRequired(*kind_.rule, Task(), "task", &violations);
    EXPECT_EQ(violations.size(), c.all) << c.said;
  }
}

TEST_F(FieldsTest, SeesThatAnImmutableFieldDiffers) {
  const struct {
    const char* before;
    const char* after;
    bool differs;
  } cases[] = {{"code: 'a'", "code: 'a' title: 'x'", false},
               {"code: 'a'", "code: 'b'", true},
               {"code: 'a'", "", true},
               {"", "code: 'a'", true},
               {"", "", false}};
  for (const auto& c : cases) {
    rpc::FieldViolations violations;
    CheckImmutable(*kind_.rule, Parse(c.before), Parse(c.after), "task", &violations);
    EXPECT_EQ(Fields(violations),
              c.differs ? std::vector<std::string>{"task.code"} : std::vector<std::string>{})
        << c.before << " -> " << c.after;
  }
}

TEST_F(FieldsTest, FindsReferencesOnceAndInOrder) {
  EXPECT_THAT(ReferencesOf(*kind_.rule, Parse("title: 't'")), IsEmpty());
  const std::vector<Reference> found = ReferencesOf(
      *kind_.rule,
      Parse("town: 'administrations/b' steps { town: 'administrations/b' } "
            "steps { town: 'administrations/a' } steps { town: 'administrations/b' }"));
  std::vector<std::string> texts;
  for (const Reference& r : found) {
    texts.push_back(r.target + " " + r.field);
    EXPECT_EQ(r.rule->reference, "kerneltest.lotse/Town");
  }
  EXPECT_THAT(texts, ElementsAre("administrations/a steps.town", "administrations/b steps.town",
                                 "administrations/b town"));
  EXPECT_THAT(ReferencesOf(*schema_->KindOf(Project::descriptor())->rule, Project()), IsEmpty());
}

TEST_F(FieldsTest, GivesTheRowsOfTheIndex) {
  std::vector<std::string> rows;
  const Task task = Parse(
      "title: 't' due_date { year: 2026 month: 3 day: 4 } "
      "external_ids { system: 's' value: 'v' } "
      "external_ids { system: 's' value: 'v' } "
      "external_ids { system: 's' value: 'w' }");
  for (const auto& [rule, value] : IndexRowsOf(kind_, task)) {
    rows.push_back(rule->field->name() + "=" + value);
  }
  EXPECT_THAT(rows, ElementsAre("title=t", "state=80000000", "due_date=2026-03-04",
                                "external_ids=s\x1fv", "external_ids=s\x1fw", "create_time="));
}

// Resource before, what is sent, mask (nullopt: absent), resource after or what is wrong.
TEST_F(FieldsTest, AppliesMasks) {
  const char* const before =
      "name: 'n' title: 'old' state: STATE_OPEN effort_hours: 4 code: 'c' etag: '3' "
      "due_date { year: 2026 month: 1 day: 2 } steps { title: 'a' } steps { title: 'b' } "
      "create_time { seconds: 5 }";
  const char* const wanted =
      "name: 'other' title: 'new' state: STATE_DONE etag: '9' due_date { month: 7 } "
      "steps { title: 'z' } create_time { seconds: 99 }";
  const char* const rest = "name: 'n' state: STATE_OPEN etag: '3' create_time { seconds: 5 } ";
  const struct {
    std::vector<std::string> mask;
    bool absent;
    std::string after;  // Without what stays in any case.
  } cases[] = {
      {{},
       true,
       "title: 'new' effort_hours: 4 code: 'c' due_date { month: 7 } steps { title: 'z' }"},
      {{"*"}, false, "title: 'new' due_date { month: 7 } steps { title: 'z' }"},
      {{"title"},
       false,
       "title: 'new' effort_hours: 4 code: 'c' due_date { year: 2026 month: 1 day: 2 } "
       "steps { title: 'a' } steps { title: 'b' }"},
      {{"due_date"},
       false,
       "title: 'old' effort_hours: 4 code: 'c' due_date { month: 7 } steps { title: 'a' } "
       "steps { title: 'b' }"},
      {{"due_date.month"},
       false,
       "title: 'old' effort_hours: 4 code: 'c' due_date { year: 2026 month: 7 day: 2 } "
       "steps { title: 'a' } steps { title: 'b' }"},
      {{"due_date.day"},
       false,
       "title: 'old' effort_hours: 4 code: 'c' due_date { year: 2026 month: 1 } "
       "steps { title: 'a' } steps { title: 'b' }"},
      {{"due_date.month", "due_date"},
       false,
       "title: 'old' effort_hours: 4 code: 'c' due_date { month: 7 } steps { title: 'a' } "
       "steps { title: 'b' }"},
      {{"steps"},
       false,
       "title: 'old' effort_hours: 4 code: 'c' due_date { year: 2026 month: 1 day: 2 } "
       "steps { title: 'z' }"},
      {{"effort_hours", "code"},
       false,
       "title: 'old' due_date { year: 2026 month: 1 day: 2 } steps { title: 'a' } "
       "steps { title: 'b' }"},
      {{"external_ids", "evidence", "town"},
       false,
       "title: 'old' effort_hours: 4 code: 'c' due_date { year: 2026 month: 1 day: 2 } "
       "steps { title: 'a' } steps { title: 'b' }"},
      {{"state", "name", "etag", "create_time", "create_time.seconds"},
       false,
       "title: 'old' effort_hours: 4 code: 'c' due_date { year: 2026 month: 1 day: 2 } "
       "steps { title: 'a' } steps { title: 'b' }"},
      {{"state", "title"},
       false,
       "title: 'new' effort_hours: 4 code: 'c' due_date { year: 2026 month: 1 day: 2 } "
       "steps { title: 'a' } steps { title: 'b' }"},
  };
  for (const auto& c : cases) {
    FieldMask mask;
    for (const std::string& path : c.mask) mask.add_paths(path);
    Task resource = Parse(before);
    rpc::FieldViolations violations;
    ApplyMask(kind_, c.absent ? nullptr : &mask, "update_mask", Parse(wanted), &resource,
              &violations);
    EXPECT_THAT(violations, IsEmpty()) << mask.ShortDebugString();
    EXPECT_EQ(resource.ShortDebugString(), Parse(rest + c.after).ShortDebugString())
        << mask.ShortDebugString();
  }
}

TEST_F(FieldsTest, GivesUpAfterAThousandFaults) {
  Task task = Parse("title: 't'");
  for (int i = 0; i < 100000; ++i) task.add_steps();
  rpc::FieldViolations violations;
  CheckRequired(*kind_.rule, task, "task", &violations);
  EXPECT_EQ(violations.size(), kMostViolations);
}

TEST_F(FieldsTest, MaskHasALimit) {
  FieldMask mask;
  for (int i = 0; i <= kMaxMaskPaths; ++i) mask.add_paths("nonsense");
  Task task;
  rpc::FieldViolations violations;
  ApplyMask(kind_, &mask, "update_mask", Task(), &task, &violations);
  EXPECT_THAT(Fields(violations), ElementsAre("update_mask.paths"));
}

TEST_F(FieldsTest, RefusesMasksThatNameNothing) {
  const struct {
    std::vector<std::string> mask;
    std::vector<std::string> fields;
    const char* what;
  } cases[] = {
      {{"titel"}, {"update_mask.paths[0]"}, "names no field"},
      {{""}, {"update_mask.paths[0]"}, "names no field"},
      {{"title", "due_date.hour"}, {"update_mask.paths[1]"}, "year, month, day"},
      {{"steps.title"}, {"update_mask.paths[0]"}, "nothing within steps"},
      {{"title.length"}, {"update_mask.paths[0]"}, "nothing within title"},
      {{"due_date."}, {"update_mask.paths[0]"}, "names no field"},
      {{"create_time.years"}, {"update_mask.paths[0]"}, "names no field"},
      {{"*", "title"}, {"update_mask.paths[0]"}, "stands alone"},
      {{"a", "title", "b"}, {"update_mask.paths[0]", "update_mask.paths[2]"}, "names no field"},
  };
  for (const auto& c : cases) {
    FieldMask mask;
    for (const std::string& path : c.mask) mask.add_paths(path);
    Task resource = Parse("title: 'old'");
    rpc::FieldViolations violations;
    ApplyMask(kind_, &mask, "update_mask", Parse("title: 'new'"), &resource, &violations);
    EXPECT_EQ(Fields(violations), c.fields) << mask.ShortDebugString();
    EXPECT_THAT(violations[0].description, HasSubstr(c.what));
    EXPECT_EQ(resource.title(), "old") << mask.ShortDebugString();
  }
}

TEST_F(FieldsTest, SameContentIgnoresWhatTheServerSets) {
  const struct {
    const char* a;
    const char* b;
    bool same;
  } cases[] = {
      {"name: 'n' title: 't'", "name: 'n' title: 't'", true},
      {"title: 't' state: STATE_OPEN etag: '1' create_time { seconds: 1 }", "title: 't'", true},
      {"title: 't'", "title: 'u'", false},
      {"name: 'n'", "name: 'm'", false},
      {"title: 't'", "title: 't' due_date { }", false},
      {"steps { title: 'a' } steps { title: 'b' }", "steps { title: 'b' } steps { title: 'a' }",
       false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(SameContent(kind_, Parse(c.a), Parse(c.b)), c.same) << c.a << " | " << c.b;
  }
}

}  // namespace
}  // namespace lotse::schema
