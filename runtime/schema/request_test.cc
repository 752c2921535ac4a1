#include "runtime/schema/request.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "lotse/type/v1alpha/blob_service.pb.h"
#include "runtime/resource/resource_test.pb.h"
#include "runtime/schema/range.h"
#include "runtime/types/uuid.h"

namespace lotse::schema {
namespace {

using google::protobuf::TextFormat;
using testing::StartsWith;

constexpr char kUuid[] = "0b8ad2a5-6a3c-4f5e-9d3f-5a1c2b3d4e5f";

class RequestTest : public ::testing::Test {
 protected:
  RequestTest() : schema_(*Schema::Compile({"lotse.kerneltest.KernelTestService"})) {}
  template <class Request>
  const Method& MethodOf() {
    return schema_->MethodOf(Request::descriptor());
  }
  // The fields that are wrong, by commas.
  template <class Request>
  std::string Wrong(const std::string& text) {
    Request request;
    EXPECT_TRUE(TextFormat::ParseFromString(text, &request)) << text;
    std::string out;
    for (const auto& v : CheckRequest(MethodOf<Request>(), request)) {
      out += (out.empty() ? "" : ",") + v.field;
    }
    return out;
  }
  std::unique_ptr<Schema> schema_;
};

TEST(CheckRequest, NamesOfSeveralFormsAreNotMixed) {
  type::v1alpha::GetBlobRequest q;
  const std::string service = q.GetDescriptor()->file()->service(0)->full_name();
  const auto schema = *Schema::Compile({service});
  const std::pair<const char*, bool> names[] = {
      {"programmes/p/engagements/e/blobs/b", true},
      {"programmes/p/blobs/b", true},
      {"programmes/p/engagements/e/blobs/b/p", false},
      // As long as all forms together.
      {"programmes/p/engagements/e/blobs/b/p/blobs/b/a/blobs/b", false},
  };
  for (const auto& [name, right] : names) {
    q.set_name(name);
    EXPECT_EQ(CheckRequest(schema->MethodOf(q.GetDescriptor()), q).empty(), right) << name;
  }
}

TEST_F(RequestTest, ChecksNamesAndParents) {
  using kerneltest::GetTaskRequest;
  using kerneltest::ListNotesRequest;
  using kerneltest::ListTasksRequest;
  const std::pair<const char*, const char*> names[] = {
      {"programmes/p/tasks/t", ""},      {"", "name"},
      {"programmes/p", "name"},          {"programmes/p/tasks/-", "name"},
      {"programmes/p/tasks/T", "name"},  {"administrations/p/tasks/t", "name"},
      {"programmes/p/tasks/t/", "name"}, {"//library/programmes/p/tasks/t", "name"}};
  for (const auto& [name, wrong] : names) {
    EXPECT_EQ(Wrong<GetTaskRequest>(std::string("name: '") + name + "'"), wrong) << name;
  }
  EXPECT_EQ(Wrong<ListTasksRequest>("parent: 'programmes/p'"), "");
  EXPECT_EQ(Wrong<ListTasksRequest>("parent: 'programmes/-'"), "parent");
  EXPECT_EQ(Wrong<ListTasksRequest>("parent: 'programmes/p/tasks/t'"), "parent");
  EXPECT_EQ(Wrong<ListTasksRequest>(""), "parent");
  EXPECT_EQ(Wrong<ListNotesRequest>("parent: 'programmes/p/tasks/-'"), "");
  EXPECT_EQ(Wrong<ListNotesRequest>("parent: 'programmes/-/tasks/t'"), "parent");
  EXPECT_EQ(Wrong<kerneltest::ListProjectsRequest>(""), "");
  EXPECT_EQ(Wrong<kerneltest::CreateNoteRequest>("parent: 'programmes/p/tasks/-'"), "parent");
  EXPECT_EQ(Wrong<kerneltest::UpdateTaskRequest>("task { name: 'programmes/p/tasks/t' }"), "");
  EXPECT_EQ(Wrong<kerneltest::UpdateTaskRequest>("task { name: 'programmes/p' }"), "task.name");
  EXPECT_EQ(Wrong<kerneltest::UpdateTaskRequest>(""), "task.name");
}

TEST_F(RequestTest, ChecksIdsRequestIdsAndReasons) {
  using kerneltest::CreateNoteRequest;
  using kerneltest::CreateTaskRequest;
  using kerneltest::UpdateTaskRequest;
  EXPECT_EQ(Wrong<CreateTaskRequest>("parent: 'programmes/p' task_id: 'a-1'"), "");
  EXPECT_EQ(Wrong<CreateTaskRequest>("parent: 'programmes/p'"), "task_id");
  EXPECT_EQ(Wrong<CreateTaskRequest>("parent: 'p' task_id: '1' request_id: 'x'"),
            "parent,task_id,request_id");
  const std::string note = "parent: 'programmes/p/tasks/t' ";
  EXPECT_EQ(Wrong<CreateNoteRequest>(note), "");
  EXPECT_EQ(Wrong<CreateNoteRequest>(note + "note_id: 'N'"), "note_id");
  EXPECT_EQ(Wrong<CreateNoteRequest>(note + "request_id: '" + kUuid + "'"), "");
  EXPECT_EQ(Wrong<CreateNoteRequest>(note + "request_id: '00000000-0000-0000-0000-000000000000'"),
            "request_id");
  const std::string task = "task { name: 'programmes/p/tasks/t' } reason: '";
  EXPECT_EQ(Wrong<UpdateTaskRequest>(task + std::string(kMaxReasonBytes, 'r') + "'"), "");
  EXPECT_EQ(Wrong<UpdateTaskRequest>(task + std::string(kMaxReasonBytes + 1, 'r') + "'"), "reason");
}

TEST_F(RequestTest, NamesWhatIsCreated) {
  kerneltest::CreateTaskRequest task;
  task.set_parent("programmes/p");
  task.set_task_id("t");
  EXPECT_EQ(NameToCreate(MethodOf<kerneltest::CreateTaskRequest>(), task, absl::UnixEpoch()),
            "programmes/p/tasks/t");
  kerneltest::CreateTownRequest town;
  town.set_town_id("a");
  EXPECT_EQ(NameToCreate(MethodOf<kerneltest::CreateTownRequest>(), town, absl::UnixEpoch()),
            "administrations/a");
  kerneltest::CreateNoteRequest note;
  note.set_parent("programmes/p/tasks/t");
  const Method& method = MethodOf<kerneltest::CreateNoteRequest>();
  const std::string name = NameToCreate(method, note, absl::FromUnixSeconds(1795388400));
  EXPECT_THAT(name, StartsWith("programmes/p/tasks/t/notes/"));
  EXPECT_TRUE(types::IsUuid(name.substr(name.rfind('/') + 1))) << name;
  EXPECT_NE(name, NameToCreate(method, note, absl::FromUnixSeconds(1795388400)));
}

TEST_F(RequestTest, KnowsScopeAndSubject) {
  kerneltest::CreateTaskRequest create;
  create.set_parent("programmes/p");
  EXPECT_EQ(SubjectOf(MethodOf<kerneltest::CreateTaskRequest>(), create), "programmes/p");
  EXPECT_EQ(ScopeOf(MethodOf<kerneltest::CreateTaskRequest>(), create), "programmes/p");
  kerneltest::UpdateTaskRequest update;
  update.mutable_task()->set_name("programmes/p/tasks/t");
  EXPECT_EQ(SubjectOf(MethodOf<kerneltest::UpdateTaskRequest>(), update), "programmes/p/tasks/t");
  EXPECT_EQ(ScopeOf(MethodOf<kerneltest::UpdateTaskRequest>(), update), "programmes/p");
  kerneltest::CreateTownRequest town;
  EXPECT_EQ(SubjectOf(MethodOf<kerneltest::CreateTownRequest>(), town), "");
  EXPECT_EQ(ScopeOf(MethodOf<kerneltest::CreateTownRequest>(), town), "");
  kerneltest::DeleteTownRequest remove;
  remove.set_name("administrations/a");
  EXPECT_EQ(ScopeOf(MethodOf<kerneltest::DeleteTownRequest>(), remove), "");
}

TEST_F(RequestTest, ReadsFieldsThatAreNotThere) {
  EXPECT_EQ(TextIn(kerneltest::GetTaskRequest(), nullptr), "");
  EXPECT_FALSE(FlagIn(kerneltest::GetTaskRequest(), nullptr));
}

TEST_F(RequestTest, RangesHoldWhatIsBelow) {
  const struct {
    const char* type;
    const char* parent;
    const char* scope;
    const char* low;
    const char* high;
  } cases[] = {
      {"Project", "", "", "programmes/", "programmes0"},
      {"Task", "programmes/p", "programmes/p", "tasks/", "tasks0"},
      {"Note", "programmes/p/tasks/t", "programmes/p", "tasks/t/notes/", "tasks/t/notes0"},
      {"Note", "programmes/p/tasks/-", "programmes/p", "tasks/", "tasks0"},
  };
  for (const auto& c : cases) {
    const Kind& kind = *schema_->KindOfType(std::string("kerneltest.lotse/") + c.type);
    const Range range = RangeBelow(kind, c.parent);
    EXPECT_EQ(range.scope, c.scope) << c.parent;
    EXPECT_EQ(range.low, c.low) << c.parent;
    EXPECT_EQ(range.high, c.high) << c.parent;
  }
  EXPECT_TRUE(IsBelow("", "programmes/p"));
  EXPECT_FALSE(IsBelow("", "programmes/p/tasks/t"));
  EXPECT_TRUE(IsBelow("programmes/p", "programmes/p/tasks/t"));
  EXPECT_FALSE(IsBelow("programmes/p", "programmes/q/tasks/t"));
  EXPECT_FALSE(IsBelow("programmes/p", "programmes/p/tasks/t/notes/n"));
  EXPECT_TRUE(IsBelow("programmes/p/tasks/-", "programmes/p/tasks/t/notes/n"));
  EXPECT_FALSE(IsBelow("programmes/p/tasks/-", "programmes/p/tasks/t"));
}

}  // namespace
}  // namespace lotse::schema
