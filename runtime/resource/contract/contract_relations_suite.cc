// Deleting, and what hangs together: compiled into each test program that instantiates it.

#include <algorithm>

#include "google/protobuf/field_mask.pb.h"
#include "runtime/resource/contract/contract.h"

namespace lotse::resource::contract {

using google::protobuf::Message;

TEST_P(KernelContract, DeletesForGoodOrSoftly) {
  LOTSE_NEEDS(Has(Verb::kDelete));
  ASSERT_EQ(Reason(Create("a", 1)), "OK");
  ASSERT_EQ(Reason(Delete("a")), "OK");
  if (kind_->delete_time == nullptr) {
    EXPECT_EQ(Reason(Load("a")), "RESOURCE_NOT_FOUND");
    EXPECT_EQ(Reason(Delete("a")), "RESOURCE_NOT_FOUND");
    EXPECT_EQ(Reason(Create("a", 2)), "OK");
    return;
  }
  EXPECT_EQ(Etag(), "2");
  EXPECT_TRUE(reply_->GetReflection()->HasField(*reply_, kind_->delete_time));
  EXPECT_EQ(Reason(Load("a")), "OK");
  EXPECT_EQ(Reason(Delete("a")), "RESOURCE_DELETED");
  EXPECT_EQ(Reason(Create("a", 1)), "RESOURCE_EXISTS");
  if (Has(Verb::kUpdate)) {
    EXPECT_EQ(Reason(Call(*UpdateRequest("a", 2))), "RESOURCE_DELETED");
  }
  if (Has(Verb::kList, "show_deleted")) {
    const auto hidden = Ids(50), shown = Ids(50, true);
    EXPECT_EQ(std::count(hidden.begin(), hidden.end(), "a"), 0);
    EXPECT_EQ(std::count(shown.begin(), shown.end(), "a"), 1);
  }
}

TEST_P(KernelContract, Undeletes) {
  LOTSE_NEEDS(Has(Verb::kUndelete));
  ASSERT_EQ(Reason(Create("a", 1)), "OK");
  auto request = Request(Verb::kUndelete, "a");
  EXPECT_EQ(Reason(Call(*request)), "INVALID_FIELDS");
  Put(request.get(), "etag", "1");
  EXPECT_EQ(Reason(Call(*request)), "RESOURCE_EXISTS");
  ASSERT_EQ(Reason(Delete("a")), "OK");
  EXPECT_EQ(Reason(Call(*request)), "ETAG_MISMATCH");
  Put(request.get(), "etag", "2");
  ASSERT_EQ(Reason(Call(*request)), "OK");
  EXPECT_EQ(Etag(), "3");
  EXPECT_FALSE(reply_->GetReflection()->HasField(*reply_, kind_->delete_time));
  const std::string undeleted = reply_->ShortDebugString();
  ASSERT_EQ(Reason(Load("a")), "OK");
  EXPECT_EQ(reply_->ShortDebugString(), undeleted);
}

TEST_P(KernelContract, KeepsWhatNeverChanges) {
  LOTSE_NEEDS(!GetParam().immutable_field.empty());
  ASSERT_EQ(Reason(Create("a", 1)), "OK");
  auto request = UpdateRequest("a", 2);
  Put(request->GetReflection()->MutableMessage(request.get(), Find(Verb::kUpdate)->resource),
      GetParam().immutable_field, "changed");
  EXPECT_EQ(Reason(Call(*request)), "OK");  // The mask does not name it.
  static_cast<google::protobuf::FieldMask*>(
      request->GetReflection()->MutableMessage(request.get(), Find(Verb::kUpdate)->update_mask))
      ->add_paths(GetParam().immutable_field);
  EXPECT_EQ(Reason(Call(*request)), "INVALID_FIELDS");
}

TEST_P(KernelContract, GivesAnExternalIdOnce) {
  LOTSE_NEEDS(GetParam().identify);
  const auto create = [&](const std::string& id, const std::string& value) {
    auto request = CreateRequest(id, 1);
    GetParam().identify(
        request->GetReflection()->MutableMessage(request.get(), Find(Verb::kCreate)->resource),
        value);
    return Reason(Call(*request));
  };
  ASSERT_EQ(create("a", "one"), "OK");
  const std::string dump = harness_->Dump();
  EXPECT_EQ(create("b", "one"), "VALUE_TAKEN");
  EXPECT_EQ(harness_->Dump(), dump);
  EXPECT_EQ(create("b", "two"), "OK");
  // Deleted softly, it keeps its own, so that it can be undeleted.
  ASSERT_EQ(Reason(Delete("a")), "OK");
  EXPECT_EQ(create("c", "one"), kind_->delete_time ? "VALUE_TAKEN" : "OK");
}

TEST_P(KernelContract, RefersOnlyToWhatIsThere) {
  LOTSE_NEEDS(!GetParam().reference_field.empty());
  const std::string target = GetParam().make_target(harness_.get());
  const auto create = [&](const std::string& id, const std::string& to) {
    auto request = CreateRequest(id, 1);
    Put(request->GetReflection()->MutableMessage(request.get(), Find(Verb::kCreate)->resource),
        GetParam().reference_field, to);
    return Reason(Call(*request));
  };
  EXPECT_EQ(create("a", target + "x"), "INVALID_FIELDS");
  EXPECT_EQ(create("a", "nonsense"), "INVALID_FIELDS");
  ASSERT_EQ(create("a", target), "OK");
  EXPECT_EQ(Reason(GetParam().delete_target(harness_.get(), target)), "RESOURCE_IN_USE");
  ASSERT_EQ(Reason(Delete("a")), "OK");
  const std::string etag = kind_->delete_time ? Etag() : "";
  EXPECT_EQ(Reason(GetParam().delete_target(harness_.get(), target)), "OK");
  EXPECT_EQ(create("b", target), "INVALID_FIELDS");
  LOTSE_NEEDS(Has(Verb::kUndelete));
  auto undelete = Request(Verb::kUndelete, "a");
  Put(undelete.get(), "etag", etag);
  EXPECT_EQ(Reason(Call(*undelete)), "INVALID_FIELDS");
}

TEST_P(KernelContract, StaysWhileItHasChildren) {
  LOTSE_NEEDS(GetParam().make_child);
  ASSERT_EQ(Reason(Create("a", 1)), "OK");
  ASSERT_EQ(Reason(Create("ab", 1)), "OK");
  const std::string name = NameOf("a");
  ASSERT_EQ(Reason(GetParam().make_child(harness_.get(), name, "x")), "OK");
  const std::string dump = harness_->Dump();
  EXPECT_EQ(Reason(Delete("a")), "RESOURCE_IN_USE");
  EXPECT_EQ(harness_->Dump(), dump);
  EXPECT_EQ(Reason(Delete("ab")), "OK");
  ASSERT_EQ(Reason(GetParam().delete_child(harness_.get(), name, "x")), "OK");
  EXPECT_EQ(Reason(Delete("a")), "OK");
  EXPECT_EQ(Reason(GetParam().make_child(harness_.get(), name, "y")),
            kind_->delete_time ? "RESOURCE_DELETED" : "RESOURCE_NOT_FOUND");
}

TEST_P(KernelContract, LogsWhatIsDone) {
  const size_t before = Entries().size();
  auto create = CreateRequest("x", 1);
  if (Has(Verb::kCreate, "request_id")) Put(create.get(), "request_id", RequestId(3));
  ASSERT_EQ(Reason(Call(*create)), "OK");
  const std::string created = [&] {
    Put(reply_.get(), "etag", "");
    return reply_->SerializeAsString();
  }();
  harness_->cause = {"bob", "owner", ""};
  std::vector<std::string> verbs = {"CREATE"};
  if (Has(Verb::kUpdate)) {
    auto update = UpdateRequest("x", 2);
    if (Has(Verb::kUpdate, "reason")) Put(update.get(), "reason", "because");
    ASSERT_EQ(Reason(Call(*update)), "OK");
    verbs.emplace_back("UPDATE");
  }
  ASSERT_EQ(Reason(Delete("x")), "OK");
  verbs.emplace_back("DELETE");
  if (Has(Verb::kUndelete)) {
    auto undelete = Request(Verb::kUndelete, "x");
    Put(undelete.get(), "etag", Etag());
    ASSERT_EQ(Reason(Call(*undelete)), "OK");
    verbs.emplace_back("UNDELETE");
  }
  const std::vector<history::Entry> entries = Entries();
  ASSERT_EQ(entries.size(), before + verbs.size());
  for (size_t i = 0; i < verbs.size(); ++i) {
    const history::Entry& entry = entries[before + i];
    EXPECT_EQ(entry.sequence, static_cast<int64_t>(before + i + 1));
    EXPECT_EQ(entry.resource, NameOf("x"));
    EXPECT_EQ(entry.verb, verbs[i]);
    EXPECT_EQ(entry.revision, static_cast<int64_t>(i + 1));
    EXPECT_EQ(entry.actor, i == 0 ? "ada" : "bob");
    EXPECT_EQ(entry.role, i == 0 ? "editor" : "owner");
    EXPECT_EQ(entry.reason, verbs[i] == "UPDATE" && Has(Verb::kUpdate, "reason") ? "because" : "");
  }
  EXPECT_EQ(entries[before].content, created);
  EXPECT_EQ(entries[before].request_id, Has(Verb::kCreate, "request_id") ? RequestId(3) : "");
  EXPECT_EQ(entries.back().create_time_us, absl::ToUnixMicros(harness_->now));
}

}  // namespace lotse::resource::contract
