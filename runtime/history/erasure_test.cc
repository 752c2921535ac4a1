#include "absl/strings/str_cat.h"
#include "google/protobuf/empty.pb.h"
#include "lotse/type/v1alpha/change.pb.h"
#include "runtime/history/change_log_testing.h"
#include "runtime/rpc/error.h"

namespace lotse::history {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST_F(ChangeLogTest, ErasureDestroysAndTheChainHolds) {
  ASSERT_TRUE(harness_.store().EmptyLog().ok());
  EXPECT_THAT(Files(), HasSubstr(kPerson));
  EXPECT_THAT(Files(), HasSubstr(kReason));
  EXPECT_EQ(Erase(), 3);
  ASSERT_TRUE(harness_.store().EmptyLog().ok());
  EXPECT_THAT(Files(), Not(HasSubstr(kPerson)));
  EXPECT_THAT(Files(), Not(HasSubstr(kReason)));
  EXPECT_TRUE(Verify().ok()) << Verify();

  const std::vector<Entry> entries = Entries();
  ASSERT_EQ(entries.size(), 6);
  for (int i : {1, 2, 3}) {
    Task task;
    ASSERT_TRUE(task.ParseFromString(entries[i].content));
    EXPECT_NE(task.title(), "");
    EXPECT_EQ(task.assignee(), "");
    EXPECT_EQ(task.steps(0).title(), "s");
    EXPECT_EQ(task.steps(0).helper(), "");
    EXPECT_EQ(entries[i].reason, "");
    EXPECT_EQ(entries[i].erased_by, 6);
  }
  EXPECT_EQ(entries[4].erased_by, 0);
  EXPECT_EQ(entries[5].verb, "ERASE");
  EXPECT_EQ(entries[5].actor, "eve");
  EXPECT_EQ(entries[5].resource, kTask);
  type::v1alpha::Erasure erasure;
  ASSERT_TRUE(erasure.ParseFromString(entries[5].content));
  ASSERT_EQ(erasure.entries_size(), 3);
  for (int i = 0; i < 3; ++i) {
    const Entry& e = entries[i + 1];
    EXPECT_EQ(erasure.entries(i).sequence(), e.sequence);
    EXPECT_EQ(erasure.entries(i).digest(), Sha(e.salt + Bytes("") + e.content));
  }
}

TEST_F(ChangeLogTest, ErasureRedactsResourceAndReplies) {
  // Key and fingerprint lie in one store: together they would confirm a guess.
  Erase();
  const absl::Status forgotten = harness_.store().Read([&](Tx& tx) {
    sql::Query query = tx.connection().Prepare("FindRequest");
    query.Bind(1, "programmes/p").Bind(2, "ada").Bind(3, create_.request_id());
    EXPECT_TRUE(query.Next());
    EXPECT_EQ(query.Text(0), "");
    return absl::OkStatus();
  });
  EXPECT_TRUE(forgotten.ok());
  kerneltest::GetTaskRequest get;
  get.set_name(kTask);
  Task task;
  ASSERT_TRUE(harness_.Call(get, &task).ok());
  EXPECT_EQ(task.title(), "three");
  EXPECT_THAT(task.DebugString(), Not(HasSubstr(kPerson)));
  ASSERT_TRUE(harness_.Call(create_, &task).ok());
  EXPECT_EQ(task.title(), "one");
  EXPECT_EQ(task.etag(), "1");
  EXPECT_THAT(task.DebugString(), Not(HasSubstr(kPerson)));
}

TEST_F(ChangeLogTest, ErasingAgainChangesNothing) {
  EXPECT_EQ(Erase(), 3);
  const std::string dump = harness_.Dump();
  EXPECT_EQ(Erase(), 0);
  EXPECT_EQ(harness_.Dump(), dump);
  // What is written anew is erased anew.
  kerneltest::UpdateTaskRequest update;
  update.mutable_task()->set_name(kTask);
  update.mutable_task()->set_assignee(kPerson);
  Task task;
  ASSERT_TRUE(harness_.Call(update, &task).ok());
  EXPECT_EQ(Erase(), 1);
  EXPECT_TRUE(Verify().ok()) << Verify();
}

TEST_F(ChangeLogTest, ErasesAReasonWhereNothingElseIsPersonal) {
  kerneltest::UpdateTaskRequest update;
  update.mutable_task()->set_name("programmes/p/tasks/other");
  update.mutable_task()->set_title("changed");
  update.set_reason("of somebody's own");
  Task task;
  ASSERT_TRUE(harness_.Call(update, &task).ok());
  EXPECT_EQ(Erase("programmes/p/tasks/other"), 1);
  EXPECT_EQ(Entries()[5].reason, "");
  EXPECT_EQ(Entries()[5].erased_by, 7);
  EXPECT_TRUE(Verify().ok()) << Verify();
}

TEST_F(ChangeLogTest, ErasesIndexesToo) {
  kerneltest::CreateNoteRequest create;
  create.set_parent(kTask);
  create.set_note_id("n");
  create.mutable_note()->set_text("x");
  create.mutable_note()->set_author("Unmistakable-Author");
  kerneltest::Note note;
  ASSERT_TRUE(harness_.Call(create, &note).ok());
  EXPECT_THAT(harness_.Dump({"field_index"}), HasSubstr("Unmistakable-Author"));
  EXPECT_EQ(Erase(note.name()), 1);
  ASSERT_TRUE(harness_.store().EmptyLog().ok());
  EXPECT_THAT(Files(), Not(HasSubstr("Unmistakable-Author")));
}

TEST_F(ChangeLogTest, ErasesWhatWasDeletedForGood) {
  kerneltest::CreateNoteRequest create;
  create.set_parent(kTask);
  create.set_note_id("n");
  create.mutable_note()->set_text(std::string(kPerson) + "-note");
  kerneltest::Note note;
  ASSERT_TRUE(harness_.Call(create, &note).ok());
  kerneltest::DeleteNoteRequest remove;
  remove.set_name(note.name());
  google::protobuf::Empty empty;
  ASSERT_TRUE(harness_.Call(remove, &empty).ok());
  EXPECT_EQ(Erase(note.name()), 1);
  ASSERT_TRUE(harness_.store().EmptyLog().ok());
  EXPECT_THAT(Files(), Not(HasSubstr(std::string(kPerson) + "-note")));
  EXPECT_TRUE(Verify().ok()) << Verify();
}

TEST_F(ChangeLogTest, ErasingLeavesWhoRead) {
  const auto read = [&](const char* name) {
    EXPECT_TRUE(harness_.store()
                    .WriteAndWait({"bob", "auditor", ""},
                                  [&](Tx& tx) {
                                    tx.LogRead(name);
                                    return absl::OkStatus();
                                  })
                    .ok());
  };
  read(kTask);
  EXPECT_EQ(Erase(), 3);
  const std::vector<Entry> entries = Entries();
  EXPECT_EQ(entries[5].actor, "bob");
  EXPECT_EQ(entries[5].erased_by, 0);
  EXPECT_TRUE(Verify().ok()) << Verify();
  // What was only read never was there.
  read("programmes/p/tasks/never");
  const absl::Status status = harness_.store().WriteAndWait({"eve", "guard", ""}, [](Tx& tx) {
    return tx.ErasePersonal("programmes/p/tasks/never").status();
  });
  EXPECT_EQ(rpc::ReasonOf(status), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
}

TEST_F(ChangeLogTest, ErasesOnlyWhatIsThere) {
  for (const char* name : {"programmes/p/tasks/none", "nonsense"}) {
    const absl::Status status = harness_.store().WriteAndWait(
        harness_.cause, [&](Tx& tx) { return tx.ErasePersonal(name).status(); });
    EXPECT_EQ(rpc::ReasonOf(status), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND) << name;
  }
}

TEST_F(ChangeLogTest, AttacksAfterAnErasureAreFound) {
  Erase();
  const std::string entry = " WHERE owner = 'programmes/p' AND sequence = 3";
  const struct {
    std::string sql;
    const char* named;
  } cases[] = {
      {"UPDATE change_content SET content = CAST('x' AS BLOB)" + entry,
       "programmes/p: entry 3 has another content than its erasure left"},
      {"UPDATE change_content SET reason = 'x'" + entry, "programmes/p: entry 3"},
      {"UPDATE change_content SET salt = zeroblob(16)" + entry, "programmes/p: entry 3"},
      {"UPDATE change_content SET erased_by = 0" + entry, "programmes/p: entry 3"},
      {"UPDATE change_content SET erased_by = 5" + entry, "programmes/p: entry 3 was erased by 5"},
      {"UPDATE change_content SET content = zeroblob(0) WHERE owner = 'programmes/p' AND "
       "sequence = 6",
       "programmes/p: entry 6"},
      {"DELETE FROM change WHERE owner = 'programmes/p' AND sequence = 6",
       "programmes/p: entry 6 should be the last"},
  };
  for (const auto& c : cases) ExpectFound(c.sql, c.named);
}

}  // namespace
}  // namespace lotse::history
