#pragma once

#include <atomic>

#include "lotse/reporting/v1alpha/report_service.grpc.pb.h"
#include "lotse/reporting/v1alpha/report_template_service.grpc.pb.h"
#include "lotse/reporting/v1alpha/report_version_service.grpc.pb.h"
#include "runtime/resource/api.h"
#include "services/reporting/api/artifact_stream.h"
#include "services/reporting/app/assembler.h"
#include "services/reporting/app/use_cases.h"

// The gRPC methods of lotse-reporting: each is bound to its standard method or use case.
namespace lotse::reporting {

using resource::Api;
using Context = Api::Context;
using Reactor = Api::Reactor;

class ReportService final : public v1alpha::ReportService::CallbackService {
 public:
  explicit ReportService(const Api* api) : api_(*api) {}

  Reactor* GetReport(Context* c, const v1alpha::GetReportRequest* q, v1alpha::Report* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListReports(Context* c, const v1alpha::ListReportsRequest* q,
                       v1alpha::ListReportsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateReport(Context* c, const v1alpha::CreateReportRequest* q,
                        v1alpha::Report* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateReport(Context* c, const v1alpha::UpdateReportRequest* q,
                        v1alpha::Report* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteReport(Context* c, const v1alpha::DeleteReportRequest* q,
                        v1alpha::Report* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteReport(Context* c, const v1alpha::UndeleteReportRequest* q,
                          v1alpha::Report* r) override {
    return api_.Run(c, q, r);
  }

 private:
  const Api& api_;
};

class ReportVersionService final : public v1alpha::ReportVersionService::CallbackService {
 public:
  ReportVersionService(const Api* api, Assembler* assembler) : api_(*api), assembler_(assembler) {}

  Reactor* GetReportVersion(Context* c, const v1alpha::GetReportVersionRequest* q,
                            v1alpha::ReportVersion* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListReportVersions(Context* c, const v1alpha::ListReportVersionsRequest* q,
                              v1alpha::ListReportVersionsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* AssembleReport(Context* c, const v1alpha::AssembleReportRequest* q,
                          v1alpha::ReportVersion* r) override {
    return api_.RunWrite(c, q, r, [this, q, r](Tx& tx) { return assembler_->Assemble(tx, *q, r); });
  }
  Reactor* SubmitReportVersion(Context* c, const v1alpha::SubmitReportVersionRequest* q,
                               v1alpha::ReportVersion* r) override {
    return api_.Write(c, q, r, &reporting::SubmitReportVersion);
  }
  Reactor* ReturnReportVersion(Context* c, const v1alpha::ReturnReportVersionRequest* q,
                               v1alpha::ReportVersion* r) override {
    return api_.Write(c, q, r, &reporting::ReturnReportVersion);
  }
  Reactor* ReleaseReportVersion(Context* c, const v1alpha::ReleaseReportVersionRequest* q,
                                v1alpha::ReportVersion* r) override {
    return api_.Write(c, q, r, &reporting::ReleaseReportVersion);
  }
  Reactor* WithdrawReportVersion(Context* c, const v1alpha::WithdrawReportVersionRequest* q,
                                 v1alpha::ReportVersion* r) override {
    return api_.Write(c, q, r, &reporting::WithdrawReportVersion);
  }
  Reactor* GetDocument(Context* c, const v1alpha::GetDocumentRequest* q,
                       v1alpha::Document* r) override {
    return Apart(c, q, r, &reporting::GetDocument);
  }
  grpc::ServerWriteReactor<v1alpha::GetArtifactResponse>* GetArtifact(
      Context* c, const v1alpha::GetArtifactRequest* q) override {
    return ArtifactStream::Begin(&api_, &artifacts_, c, q);
  }
  Reactor* VerifyReportVersion(Context* c, const v1alpha::VerifyReportVersionRequest* q,
                               v1alpha::VerifyReportVersionResponse* r) override {
    return Apart(c, q, r,
                 [this](const VersionReader& reader, const v1alpha::VerifyReportVersionRequest& of,
                        v1alpha::VerifyReportVersionResponse* to) {
                   return VerifyAmongFew(&verifications_, reader, of, to);
                 });
  }
  Reactor* DiffReportVersions(Context* c, const v1alpha::DiffReportVersionsRequest* q,
                              v1alpha::DiffReportVersionsResponse* r) override {
    return Apart(c, q, r, &reporting::DiffReportVersions);
  }

 private:
  // Runs what reads and then computes.
  template <class Q, class R, class UseCase>
  Reactor* Apart(Context* c, const Q* q, R* r, UseCase use_case) const {
    return api_.RunPatient(
        c, q, [this, q, r, use_case](const resource::Cause& cause, const sql::Patience& patience) {
          return use_case(VersionReader{*api_.store(), cause.view, patience}, *q, r);
        });
  }

  const Api& api_;
  Assembler* const assembler_;
  std::atomic<int> artifacts_ = 0;
  std::atomic<int> verifications_ = 0;
};

class ReportTemplateService final : public v1alpha::ReportTemplateService::CallbackService {
 public:
  explicit ReportTemplateService(const Api* api) : api_(*api) {}

  Reactor* GetReportTemplate(Context* c, const v1alpha::GetReportTemplateRequest* q,
                             v1alpha::ReportTemplate* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListReportTemplates(Context* c, const v1alpha::ListReportTemplatesRequest* q,
                               v1alpha::ListReportTemplatesResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateReportTemplate(Context* c, const v1alpha::CreateReportTemplateRequest* q,
                                v1alpha::ReportTemplate* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateReportTemplate(Context* c, const v1alpha::UpdateReportTemplateRequest* q,
                                v1alpha::ReportTemplate* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteReportTemplate(Context* c, const v1alpha::DeleteReportTemplateRequest* q,
                                v1alpha::ReportTemplate* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteReportTemplate(Context* c, const v1alpha::UndeleteReportTemplateRequest* q,
                                  v1alpha::ReportTemplate* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* GetUsualReportTemplate(Context* c, const v1alpha::GetUsualReportTemplateRequest* q,
                                  v1alpha::ReportTemplate* r) override {
    return api_.Read(c, q, r, &reporting::GetUsualReportTemplate);
  }

 private:
  const Api& api_;
};

}  // namespace lotse::reporting
