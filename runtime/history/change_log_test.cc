#include "runtime/history/change_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "google/protobuf/empty.pb.h"
#include "lotse/type/v1alpha/change.pb.h"
#include "runtime/resource/contract/test_subjects.h"
#include "runtime/rpc/error.h"

namespace lotse::history {
namespace {

using kerneltest::Task;
using resource::Tx;
using resource::contract::Harness;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr char kTask[] = "programmes/p/tasks/t";
constexpr char kPerson[] = "Ada-Unmistakable-Lovelace";
constexpr char kReason[] = "because-of-unmistakable-Ada";

// The formulas of change.proto, written down once more.
std::string Sha(const std::string& bytes) {
  unsigned char digest[32];
  EVP_Digest(bytes.data(), bytes.size(), digest, nullptr, EVP_sha256(), nullptr);
  return std::string(reinterpret_cast<char*>(digest), 32);
}
std::string Number(uint64_t number) {
  std::string out(8, '\0');
  for (int i = 7; i >= 0; --i, number /= 256) out[i] = static_cast<char>(number % 256);
  return out;
}
std::string Bytes(const std::string& bytes) { return Number(bytes.size()) + bytes; }

class ChangeLogTest : public ::testing::Test {
 protected:
  ChangeLogTest() : harness_({resource::contract::kTestService}) {
    resource::contract::SetUpTests(&harness_);
    resource::contract::MakeProject(&harness_, "p");
    resource::contract::MakeProject(&harness_, "q");
    create_.set_parent("programmes/p");
    create_.set_task_id("t");
    create_.mutable_task()->set_title("one");
    create_.mutable_task()->set_assignee(kPerson);
    create_.mutable_task()->add_steps()->set_title("s");
    create_.mutable_task()->mutable_steps(0)->set_helper(kPerson);
    create_.set_request_id(resource::contract::RequestId(1));
    Task task;
    EXPECT_TRUE(harness_.Call(create_, &task).ok());
    for (const char* title : {"two", "three"}) {
      kerneltest::UpdateTaskRequest update;
      *update.mutable_task() = task;
      update.mutable_task()->set_title(title);
      update.set_reason(kReason);
      EXPECT_TRUE(harness_.Call(update, &task).ok());
    }
    resource::contract::MakeTask(&harness_, "p", "other");
  }

  std::vector<Entry> Entries(const std::string& owner = "programmes/p") {
    std::vector<Entry> entries;
    EXPECT_TRUE(harness_.store()
                    .Read([&](Tx& tx) {
                      ReadEntries(tx.connection(), owner, 0, 1000, [&](const Entry& entry) {
                        entries.push_back(entry);
                        return true;
                      });
                      return absl::OkStatus();
                    })
                    .ok());
    return entries;
  }

  absl::Status Verify() {
    return harness_.store().Read([&](Tx& tx) {
      int64_t entries = 0;
      return VerifyAllLogs(tx.connection(), &entries);
    });
  }

  // How many entries lost something.
  int Erase(const std::string& name = kTask) {
    int lost = -1;
    const absl::Status status =
        harness_.store().WriteAndWait({"eve", "guard", ""}, [&](Tx& tx) -> absl::Status {
          const auto erased = tx.ErasePersonal(name);
          if (erased.ok()) lost = *erased;
          return erased.status();
        });
    EXPECT_TRUE(status.ok()) << status;
    return lost;
  }

  // Every byte of the store's files.
  std::string Files() const {
    std::string all;
    for (const auto& file : std::filesystem::directory_iterator(
             std::filesystem::path(harness_.path()).parent_path())) {
      std::ifstream in(file.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(in), {});
    }
    return all;
  }

  Harness harness_;
  kerneltest::CreateTaskRequest create_;
};

TEST_F(ChangeLogTest, HashesAreThoseOfTheDescription) {
  harness_.cause.role = "";
  resource::contract::MakeTask(&harness_, "p", "third");
  const std::vector<Entry> entries = Entries();
  ASSERT_EQ(entries.size(), 6);
  std::string before(32, '\0');
  for (const Entry& e : entries) {
    EXPECT_EQ(e.salt.size(), 16);
    EXPECT_EQ(e.digest, Sha(e.salt + Bytes(e.reason) + e.content)) << e.sequence;
    EXPECT_EQ(e.hash, Sha(before + Bytes(e.owner) + Number(e.sequence) + Bytes(e.resource) +
                          Bytes(e.verb) + Bytes(e.actor) + Bytes(e.role) + Bytes(e.request_id) +
                          Number(e.revision) + Number(e.create_time_us) + e.digest))
        << e.sequence;
    before = e.hash;
  }
  EXPECT_TRUE(harness_.store()
                  .Read([&](Tx& tx) {
                    const Head head = HeadOf(tx.connection(), "programmes/p");
                    EXPECT_EQ(head.sequence, 6);
                    EXPECT_EQ(head.hash, before);
                    EXPECT_EQ(HeadOf(tx.connection(), "programmes/none").sequence, 0);
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_NE(NewSalt(), NewSalt());
}

TEST_F(ChangeLogTest, NumbersEachOwnersEntriesFromOne) {
  std::vector<std::string> all;
  for (const char* owner : {"programmes/p", "programmes/q"}) {
    for (const Entry& e : Entries(owner)) {
      all.push_back(absl::StrCat(e.owner, " ", e.sequence, " ", e.verb, " ", e.revision));
    }
  }
  EXPECT_THAT(all, ElementsAre("programmes/p 1 CREATE 1", "programmes/p 2 CREATE 1",
                               "programmes/p 3 UPDATE 2", "programmes/p 4 UPDATE 3",
                               "programmes/p 5 CREATE 1", "programmes/q 1 CREATE 1"));
}

TEST_F(ChangeLogTest, GivesTheContentOfARevision) {
  const absl::Status status = harness_.store().Read([&](Tx& tx) {
    for (const auto& [revision, title] : {std::pair(1, "one"), {2, "two"}, {3, "three"}}) {
      const auto content = ContentOfRevision(tx.connection(), "programmes/p", kTask, revision);
      Task task;
      EXPECT_TRUE(content.ok() && task.ParseFromString(*content));
      EXPECT_EQ(task.title(), title);
    }
    return ContentOfRevision(tx.connection(), "programmes/p", kTask, 4).status();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
}

TEST_F(ChangeLogTest, AttacksAreFoundAndNamed) {
  ASSERT_TRUE(Verify().ok()) << Verify();
  const std::string entry = " WHERE owner = 'programmes/p' AND sequence = 3";
  const std::string last = " WHERE owner = 'programmes/p' AND sequence = 5";
  const std::string back =
      "UPDATE head SET sequence = 4, hash = (SELECT hash FROM change WHERE owner = 'programmes/p' "
      "AND sequence = 4) WHERE owner = 'programmes/p'";
  const struct {
    std::string sql;
    const char* named;
  } cases[] = {
      {"UPDATE change SET owner = 'programmes/z'" + entry, "programmes/p: entry 3 is missing"},
      {"UPDATE change SET sequence = 9" + entry, "programmes/p: entry 3 is missing"},
      {"UPDATE change SET resource = 'programmes/p/tasks/x'" + entry, "programmes/p: entry 3"},
      {"UPDATE change SET verb = 'DELETE'" + entry, "programmes/p: entry 3"},
      {"UPDATE change SET actor = 'bob'" + entry, "programmes/p: entry 3"},
      {"UPDATE change SET role = 'x'" + entry, "programmes/p: entry 3"},
      {"UPDATE change SET request_id = 'x'" + entry, "programmes/p: entry 3"},
      {"UPDATE change SET revision = 7" + entry, "programmes/p: entry 3"},
      {"UPDATE change SET create_time = create_time + 1" + entry, "programmes/p: entry 3"},
      {"UPDATE change SET digest = zeroblob(32)" + entry, "programmes/p: entry 3"},
      {"UPDATE change SET hash = zeroblob(32)" + entry, "programmes/p: entry 3"},
      {"UPDATE change_content SET salt = zeroblob(16)" + entry, "programmes/p: entry 3"},
      {"UPDATE change_content SET reason = ''" + entry, "programmes/p: entry 3"},
      {"UPDATE change_content SET content = CAST('x' AS BLOB)" + entry, "programmes/p: entry 3"},
      {"UPDATE change_content SET erased_by = 5" + entry, "programmes/p: entry 3"},
      {"UPDATE change_content SET owner = 'programmes/q'" + entry,
       "programmes/p: entry 3 is missing"},
      {"DELETE FROM change" + entry, "programmes/p: entry 3 is missing"},
      {"DELETE FROM change_content" + entry, "programmes/p: entry 3 is missing"},
      {"DELETE FROM change" + last, "programmes/p: entry 5 should be the last"},
      {"DELETE FROM head", "programmes/p: entry 0 should be the last"},
      {"DELETE FROM change" + last + "; " + back,
       "programmes/p/tasks/other: is there, though not by"},
      {"DELETE FROM change WHERE owner = 'programmes/q'; "
       "DELETE FROM head WHERE owner = 'programmes/q'",
       "programmes/q: is there, though not by"},
      {"UPDATE change SET sequence = 99" + entry +
           "; UPDATE change SET sequence = 3 "
           "WHERE owner = 'programmes/p' AND sequence = 4; "
           "UPDATE change SET sequence = 4 WHERE sequence = 99",
       "programmes/p: entry 3"},
      {"UPDATE change_content SET sequence = 99" + entry +
           "; UPDATE change_content SET sequence "
           "= 3 WHERE owner = 'programmes/p' AND sequence = 4; "
           "UPDATE change_content SET sequence = 4 WHERE sequence = 99",
       "programmes/p: entry 4"},
      {"UPDATE head SET sequence = 4 WHERE owner = 'programmes/p'",
       "programmes/p: entry 4 should be the last"},
      {"UPDATE head SET hash = zeroblob(32) WHERE owner = 'programmes/p'",
       "programmes/p: entry 5 should be the last"},
      {"UPDATE resource SET content = CAST('x' AS BLOB) WHERE name = 'tasks/t'",
       "programmes/p/tasks/t: is not what the log"},
      {"UPDATE resource SET revision = 2 WHERE name = 'tasks/t'",
       "programmes/p/tasks/t: is not what the log"},
      {"UPDATE resource SET revision = 1, content = (SELECT content FROM change_content "
       "WHERE owner = 'programmes/p' AND sequence = 2) WHERE name = 'tasks/t'",
       "programmes/p/tasks/t: is not what the log says last"},
      {"UPDATE change_content SET salt = CAST(salt || 'x' AS BLOB)" + entry,
       "programmes/p: entry 3 has a salt of another length"},
      {"DELETE FROM resource WHERE name = 'tasks/t'", "programmes/p/tasks/t: is missing"},
  };
  for (const auto& c : cases) {
    const std::string kept = harness_.path() + ".kept";
    harness_.Sql("VACUUM INTO '" + kept + "'");
    harness_.Sql(c.sql);
    const absl::Status status = Verify();
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << c.sql;
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.named)) << c.sql;
    harness_.Close();
    std::filesystem::remove(harness_.path() + "-wal");
    std::filesystem::rename(kept, harness_.path());
    harness_.Reopen();
  }
  ASSERT_TRUE(Verify().ok()) << Verify();
}

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
  for (const auto& c : cases) {
    const std::string kept = harness_.path() + ".kept";
    harness_.Sql("VACUUM INTO '" + kept + "'");
    harness_.Sql(c.sql);
    const absl::Status status = Verify();
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << c.sql;
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.named)) << c.sql;
    harness_.Close();
    std::filesystem::remove(harness_.path() + "-wal");
    std::filesystem::rename(kept, harness_.path());
    harness_.Reopen();
  }
}

TEST_F(ChangeLogTest, ListsTheFirstFaultsAndCountsTheRest) {
  for (int i = 0; i < 30; ++i) resource::contract::MakeTask(&harness_, "p", absl::StrCat("m", i));
  harness_.Sql("UPDATE change SET actor = 'bob' WHERE owner = 'programmes/p'");
  const absl::Status status = Verify();
  EXPECT_THAT(std::string(status.message()), HasSubstr("\nand 15 more"));
}

}  // namespace
}  // namespace lotse::history
