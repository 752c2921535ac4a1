#include "runtime/resource/contract/contract.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/field_mask.pb.h"
#include "runtime/resource/contract/harness.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/schema/range.h"

namespace lotse::resource::contract {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

namespace {

const FieldDescriptor* FieldOf(const Message& message, const std::string& field) {
  const FieldDescriptor* out = message.GetDescriptor()->FindFieldByName(field);
  EXPECT_NE(out, nullptr) << message.GetDescriptor()->full_name() << " has no field " << field;
  return out;
}

std::unique_ptr<Message> New(const Descriptor* descriptor) {
  return std::unique_ptr<Message>(
      MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
}

}  // namespace

void Put(Message* message, const std::string& field, const std::string& text) {
  const FieldDescriptor* descriptor = FieldOf(*message, field);
  if (descriptor != nullptr) message->GetReflection()->SetString(message, descriptor, text);
}

void PutFlag(Message* message, const std::string& field) {
  const FieldDescriptor* descriptor = FieldOf(*message, field);
  if (descriptor != nullptr) message->GetReflection()->SetBool(message, descriptor, true);
}

void KernelContract::SetUp() {
  const Subject& subject = GetParam();
  harness_ = std::make_unique<Harness>(std::vector<std::string>{subject.service});
  if (subject.set_up) subject.set_up(harness_.get());
  kind_ = harness_->schema().KindOfType(subject.type);
  ASSERT_NE(kind_, nullptr) << subject.type;
  if (subject.furnish) subject.furnish(harness_.get());
  reply_.reset(kind_->prototype->New());
}

const Method* KernelContract::Find(Verb verb) const {
  const auto* service = DescriptorPool::generated_pool()->FindServiceByName(GetParam().service);
  for (int i = 0; i < service->method_count(); ++i) {
    const Method& method = harness_->schema().MethodOf(service->method(i)->input_type());
    if (method.kind == kind_ && method.verb == verb) return &method;
  }
  return nullptr;
}

bool KernelContract::Has(Verb verb, const char* field) const {
  const Method* method = Find(verb);
  if (method == nullptr) return false;
  return field == nullptr || method->descriptor->input_type()->FindFieldByName(field) != nullptr;
}

std::string KernelContract::NameOf(const std::string& id) const {
  const schema::Range range = schema::RangeBelow(*kind_, GetParam().parent);
  return schema::FullName(range.scope, range.low + id);
}

std::unique_ptr<Message> KernelContract::Request(Verb verb, const std::string& id) const {
  const Method& method = *Find(verb);
  std::unique_ptr<Message> request = New(method.descriptor->input_type());
  if (method.name != nullptr) Put(request.get(), "name", NameOf(id));
  if (method.parent != nullptr) Put(request.get(), "parent", GetParam().parent);
  return request;
}

std::unique_ptr<Message> KernelContract::CreateRequest(const std::string& id, int number) const {
  const Method& method = *Find(Verb::kCreate);
  std::unique_ptr<Message> request = Request(Verb::kCreate);
  Put(request.get(), method.id->name(), id);
  GetParam().fill(request->GetReflection()->MutableMessage(request.get(), method.resource), number);
  return request;
}

std::unique_ptr<Message> KernelContract::UpdateRequest(const std::string& id, int number) const {
  const Method& method = *Find(Verb::kUpdate);
  std::unique_ptr<Message> request = Request(Verb::kUpdate);
  Message* resource = request->GetReflection()->MutableMessage(request.get(), method.resource);
  GetParam().fill(resource, number);
  Put(resource, "name", NameOf(id));
  auto* mask = static_cast<google::protobuf::FieldMask*>(
      request->GetReflection()->MutableMessage(request.get(), method.update_mask));
  mask->add_paths(GetParam().text_field);
  return request;
}

absl::Status KernelContract::Call(const Message& request) {
  const Method& method = harness_->schema().MethodOf(request.GetDescriptor());
  reply_ = New(method.descriptor->output_type());
  return harness_->Call(request, reply_.get());
}

absl::Status KernelContract::Create(const std::string& id, int number) {
  return Call(*CreateRequest(id, number));
}

absl::Status KernelContract::Load(const std::string& id) {
  reply_.reset(kind_->prototype->New());
  return harness_->store().Read([&](Tx& tx) { return tx.Load(NameOf(id), reply_.get()); });
}

absl::Status KernelContract::Delete(const std::string& id) {
  return Call(*Request(Verb::kDelete, id));
}

std::vector<std::string> KernelContract::Ids(int page_size, bool show_deleted) {
  std::vector<std::string> ids;
  const Method& method = *Find(Verb::kList);
  std::unique_ptr<Message> request = Request(Verb::kList);
  request->GetReflection()->SetInt32(request.get(), method.page_size, page_size);
  if (show_deleted) PutFlag(request.get(), "show_deleted");
  do {
    const absl::Status status = Call(*request);
    EXPECT_TRUE(status.ok()) << status;
    const Message& page = *reply_;
    for (int i = 0; i < page.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor* field = page.GetDescriptor()->field(i);
      if (field->message_type() != kind_->prototype->GetDescriptor()) continue;
      EXPECT_LE(page.GetReflection()->FieldSize(page, field), page_size);
      for (int k = 0; k < page.GetReflection()->FieldSize(page, field); ++k) {
        const std::string name =
            TextIn(page.GetReflection()->GetRepeatedMessage(page, field, k), kind_->name);
        ids.push_back(name.substr(name.rfind('/') + 1));
      }
    }
    Put(request.get(), "page_token", Text("next_page_token"));
  } while (!Text("next_page_token").empty() && ids.size() < 1000);
  return ids;
}

std::vector<history::Entry> KernelContract::Entries() {
  std::vector<history::Entry> entries;
  const std::string name = NameOf("x");
  const std::string owner(schema::OwnerOf(name));
  const absl::Status status = harness_->store().Read([&](Tx& tx) {
    history::ReadEntries(tx.connection(), owner, 0, 1000, [&](const history::Entry& entry) {
      entries.push_back(entry);
      return true;
    });
    return history::VerifyLog(tx.connection(), owner);
  });
  EXPECT_TRUE(status.ok()) << status;
  return entries;
}

std::string KernelContract::Text(const std::string& field) const {
  const FieldDescriptor* descriptor = FieldOf(*reply_, field);
  return descriptor == nullptr ? "" : reply_->GetReflection()->GetString(*reply_, descriptor);
}

std::string KernelContract::Reason(const absl::Status& status) {
  if (status.ok()) return "OK";
  const auto reason = rpc::ReasonOf(status);
  return reason == 0 ? status.ToString() : std::string(rpc::NameOf(reason));
}

}  // namespace lotse::resource::contract
