// Creating, reading, changing, repeating: compiled into each test program that instantiates it.

#include <algorithm>

#include "google/protobuf/field_mask.pb.h"
#include "runtime/resource/contract/contract.h"
#include "runtime/types/date.h"

namespace lotse::resource::contract {

using google::protobuf::Message;

TEST_P(KernelContract, CreatesAndKeeps) {
  ASSERT_EQ(Reason(Create("a")), "OK");
  EXPECT_EQ(Text("name"), NameOf("a"));
  EXPECT_EQ(Etag(), "1");
  EXPECT_EQ(reply_->GetReflection()->GetMessage(*reply_, kind_->create_time).ShortDebugString(),
            types::ToTimestamp(harness_->now).ShortDebugString());
  const std::string created = reply_->ShortDebugString();
  harness_->Reopen();
  kind_ = harness_->schema().KindOfType(GetParam().type);
  ASSERT_EQ(Reason(Load("a")), "OK");
  EXPECT_EQ(reply_->ShortDebugString(), created);
  EXPECT_EQ(Reason(Load("b")), "RESOURCE_NOT_FOUND");
}

TEST_P(KernelContract, GetsWhatIsThere) {
  LOTSE_NEEDS(Has(Verb::kGet));
  ASSERT_EQ(Reason(Create("a")), "OK");
  const std::string created = reply_->ShortDebugString();
  ASSERT_EQ(Reason(Call(*Request(Verb::kGet, "a"))), "OK");
  EXPECT_EQ(reply_->ShortDebugString(), created);
  EXPECT_EQ(Reason(Call(*Request(Verb::kGet, "b"))), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(Reason(Call(*Request(Verb::kGet, "-"))), "INVALID_FIELDS");
}

TEST_P(KernelContract, CreatesTheSameOnlyOnce) {
  ASSERT_EQ(Reason(Create("a", 1)), "OK");
  const std::string dump = harness_->Dump();
  ASSERT_EQ(Reason(Create("a", 1)), "OK");
  EXPECT_EQ(Etag(), "1");
  EXPECT_EQ(Reason(Create("a", 2)), "RESOURCE_EXISTS");
  EXPECT_EQ(harness_->Dump(), dump);
}

TEST_P(KernelContract, RefusesBadIdsAndParents) {
  for (const char* id : {"A", "-a", "a-", "a/b"}) {
    EXPECT_EQ(Reason(Create(id)), "INVALID_FIELDS") << id;
  }
  if (!GetParam().parent.empty()) {
    auto request = CreateRequest("a", 1);
    Put(request.get(), "parent", GetParam().parent + "x");
    EXPECT_EQ(Reason(Call(*request)), "RESOURCE_NOT_FOUND");
    Put(request.get(), "parent", "nowhere");
    EXPECT_EQ(Reason(Call(*request)), "INVALID_FIELDS");
  }
}

TEST_P(KernelContract, IgnoresWhatOnlyTheServerSets) {
  auto request = CreateRequest("a", 1);
  Message* resource =
      request->GetReflection()->MutableMessage(request.get(), Find(Verb::kCreate)->resource);
  Put(resource, "etag", "77");
  Put(resource, "name", NameOf("z"));
  resource->GetReflection()
      ->MutableMessage(resource, kind_->create_time)
      ->CopyFrom(types::ToTimestamp(absl::UnixEpoch()));
  ASSERT_EQ(Reason(Call(*request)), "OK");
  EXPECT_EQ(Text("name"), NameOf("a"));
  EXPECT_EQ(Etag(), "1");
  EXPECT_EQ(reply_->GetReflection()->GetMessage(*reply_, kind_->create_time).ShortDebugString(),
            types::ToTimestamp(harness_->now).ShortDebugString());
}

TEST_P(KernelContract, NeedsWhatIsRequired) {
  auto request = CreateRequest("a", 1);
  Message* resource =
      request->GetReflection()->MutableMessage(request.get(), Find(Verb::kCreate)->resource);
  Put(resource, GetParam().required_field, "");
  const std::string dump = harness_->Dump();
  EXPECT_EQ(Reason(Call(*request)), "INVALID_FIELDS");
  EXPECT_EQ(harness_->Dump(), dump);
  LOTSE_NEEDS(Has(Verb::kUpdate));
  ASSERT_EQ(Reason(Create("a")), "OK");
  auto update = UpdateRequest("a", 2);
  Put(update->GetReflection()->MutableMessage(update.get(), Find(Verb::kUpdate)->resource),
      GetParam().required_field, "");
  EXPECT_EQ(Reason(Call(*update)), "INVALID_FIELDS");
}

TEST_P(KernelContract, ListsInPages) {
  LOTSE_NEEDS(Has(Verb::kList));
  const std::vector<std::string> before = Ids(50);
  std::vector<std::string> all = before;
  for (const char* id : {"e", "b", "d", "a", "c"}) {
    ASSERT_EQ(Reason(Create(id)), "OK");
    all.emplace_back(id);
  }
  std::sort(all.begin(), all.end());
  for (const int size : {1, 2, 5, 50}) EXPECT_EQ(Ids(size), all) << size;
  auto request = Request(Verb::kList);
  Put(request.get(), "page_token", "nonsense");
  EXPECT_EQ(Reason(Call(*request)), "INVALID_PAGE_TOKEN");
  request = Request(Verb::kList);
  request->GetReflection()->SetInt32(request.get(), Find(Verb::kList)->page_size, -1);
  EXPECT_EQ(Reason(Call(*request)), "INVALID_FIELDS");
}

TEST_P(KernelContract, UpdatesWhatTheMaskNames) {
  LOTSE_NEEDS(Has(Verb::kUpdate));
  ASSERT_EQ(Reason(Create("a", 1)), "OK");
  const std::string old = Text(GetParam().text_field);
  ASSERT_EQ(Reason(Call(*UpdateRequest("a", 2))), "OK");
  EXPECT_EQ(Etag(), "2");
  EXPECT_NE(Text(GetParam().text_field), old);
  const std::string updated = reply_->ShortDebugString();
  ASSERT_EQ(Reason(Load("a")), "OK");
  EXPECT_EQ(reply_->ShortDebugString(), updated);
  // The same again changes nothing.
  const std::string dump = harness_->Dump();
  ASSERT_EQ(Reason(Call(*UpdateRequest("a", 2))), "OK");
  EXPECT_EQ(reply_->ShortDebugString(), updated);
  EXPECT_EQ(harness_->Dump(), dump);
  auto wrong = UpdateRequest("a", 3);
  static_cast<google::protobuf::FieldMask*>(
      wrong->GetReflection()->MutableMessage(wrong.get(), Find(Verb::kUpdate)->update_mask))
      ->add_paths("no_such_field");
  EXPECT_EQ(Reason(Call(*wrong)), "INVALID_FIELDS");
  EXPECT_EQ(Reason(Call(*UpdateRequest("b", 2))), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(harness_->Dump(), dump);
}

TEST_P(KernelContract, ChangesNothingUnderAnOldEtag) {
  ASSERT_EQ(Reason(Create("a", 1)), "OK");
  if (Has(Verb::kUpdate)) {
    auto request = UpdateRequest("a", 2);
    Message* resource =
        request->GetReflection()->MutableMessage(request.get(), Find(Verb::kUpdate)->resource);
    Put(resource, "etag", "1");
    ASSERT_EQ(Reason(Call(*request)), "OK");
    EXPECT_EQ(Reason(Call(*request)), "ETAG_MISMATCH");
  }
  if (Has(Verb::kDelete, "etag")) {
    auto request = Request(Verb::kDelete, "a");
    Put(request.get(), "etag", "9");
    const std::string dump = harness_->Dump();
    EXPECT_EQ(Reason(Call(*request)), "ETAG_MISMATCH");
    EXPECT_EQ(harness_->Dump(), dump);
    ASSERT_EQ(Reason(Load("a")), "OK");
    Put(request.get(), "etag", Etag());
    EXPECT_EQ(Reason(Call(*request)), "OK");
  }
}

TEST_P(KernelContract, AnswersARepeatedRequestAsBefore) {
  LOTSE_NEEDS(Has(Verb::kCreate, "request_id"));
  auto create = CreateRequest("a", 1);
  Put(create.get(), "request_id", RequestId(1));
  ASSERT_EQ(Reason(Call(*create)), "OK");
  const std::string created = reply_->ShortDebugString();
  auto other = CreateRequest("a", 2);
  Put(other.get(), "request_id", RequestId(1));
  EXPECT_EQ(Reason(Call(*other)), "REQUEST_ID_REUSED");
  if (Has(Verb::kUpdate)) {
    ASSERT_EQ(Reason(Call(*UpdateRequest("a", 2))), "OK");
  }
  const std::string dump = harness_->Dump();
  ASSERT_EQ(Reason(Call(*create)), "OK");
  EXPECT_EQ(reply_->ShortDebugString(), created);
  EXPECT_EQ(harness_->Dump(), dump);
  // Of another caller it is another request.
  harness_->cause.actor = "bob";
  EXPECT_EQ(Reason(Call(*other)), Has(Verb::kUpdate) ? "OK" : "RESOURCE_EXISTS");
}

TEST_P(KernelContract, AnswersARepeatedDeletionAsBefore) {
  LOTSE_NEEDS(Has(Verb::kDelete, "request_id"));
  ASSERT_EQ(Reason(Create("a", 1)), "OK");
  auto request = Request(Verb::kDelete, "a");
  Put(request.get(), "request_id", RequestId(1));
  ASSERT_EQ(Reason(Call(*request)), "OK");
  const std::string deleted = reply_->ShortDebugString();
  const std::string dump = harness_->Dump();
  ASSERT_EQ(Reason(Call(*request)), "OK");
  EXPECT_EQ(reply_->ShortDebugString(), deleted);
  EXPECT_EQ(harness_->Dump(), dump);
}

TEST_P(KernelContract, RemembersWhatChangedNothing) {
  LOTSE_NEEDS(Has(Verb::kUpdate, "request_id"));
  ASSERT_EQ(Reason(Create("a", 1)), "OK");
  auto same = UpdateRequest("a", 1);
  Put(same.get(), "request_id", RequestId(1));
  ASSERT_EQ(Reason(Call(*same)), "OK");
  const std::string answered = reply_->ShortDebugString();
  ASSERT_EQ(Reason(Call(*UpdateRequest("a", 2))), "OK");
  // A copy that comes late must not undo what was done meanwhile.
  ASSERT_EQ(Reason(Call(*same)), "OK");
  EXPECT_EQ(reply_->ShortDebugString(), answered);
  ASSERT_EQ(Reason(Load("a")), "OK");
  EXPECT_EQ(Etag(), "2");
}

TEST_P(KernelContract, ValidatesWithoutChanging) {
  LOTSE_NEEDS(Has(Verb::kCreate, "validate_only"));
  ASSERT_EQ(Reason(Create("a", 1)), "OK");
  const std::string dump = harness_->Dump();
  const auto try_out = [&](std::unique_ptr<Message> request) {
    PutFlag(request.get(), "validate_only");
    Put(request.get(), "request_id", RequestId(5));
    const std::string reason = Reason(Call(*request));
    EXPECT_EQ(harness_->Dump(), dump) << request->GetDescriptor()->name();
    return reason;
  };
  EXPECT_EQ(try_out(CreateRequest("b", 1)), "OK");
  EXPECT_EQ(Text("name"), NameOf("b"));
  EXPECT_EQ(try_out(CreateRequest("a", 2)), "RESOURCE_EXISTS");
  EXPECT_EQ(try_out(UpdateRequest("a", 2)), "OK");
  EXPECT_EQ(Etag(), "2");
  EXPECT_EQ(try_out(Request(Verb::kDelete, "a")), "OK");
  EXPECT_EQ(try_out(Request(Verb::kDelete, "b")), "RESOURCE_NOT_FOUND");
  auto real = CreateRequest("b", 1);
  Put(real.get(), "request_id", RequestId(5));
  EXPECT_EQ(Reason(Call(*real)), "OK");
}

TEST_P(KernelContract, MayBeMissing) {
  LOTSE_NEEDS(Has(Verb::kDelete, "allow_missing"));
  auto request = Request(Verb::kDelete, "a");
  EXPECT_EQ(Reason(Call(*request)), "RESOURCE_NOT_FOUND");
  PutFlag(request.get(), "allow_missing");
  EXPECT_EQ(Reason(Call(*request)), "OK");
  LOTSE_NEEDS(Has(Verb::kUpdate, "allow_missing"));
  auto update = UpdateRequest("a", 2);
  PutFlag(update.get(), "allow_missing");
  EXPECT_EQ(Reason(Call(*update)), "OK");
  EXPECT_EQ(Etag(), "1");
  EXPECT_EQ(Entries().back().verb, "CREATE");
  EXPECT_EQ(Reason(Call(*Request(Verb::kDelete, "a"))), "OK");
  EXPECT_EQ(Reason(Call(*update)), kind_->delete_time ? "RESOURCE_DELETED" : "OK");
  EXPECT_EQ(Reason(Call(*request)), "OK");
}

}  // namespace lotse::resource::contract
